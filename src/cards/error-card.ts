import type { JobSourceErrorCode, JobSourceErrorDetails } from '../domain/job-source.ts';
import type { Question } from '../domain/question.ts';
import type { EpochMs } from '../domain/time.ts';
import { zoneName } from '../domain/zone.ts';
import { type ExecuteAction, execute } from './actions.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import type { CardAction } from './button-link.ts';
import { clipped } from './plain.ts';
import { cardTemplate } from './template.ts';
import error from './templates/error.json' with { type: 'json' };
import { type CardLocale, timesFor } from './times.ts';
import { kindOf, ofService, titleOf } from './words.ts';

/** What an error card reports: the failure, without anything confidential. */
export interface ErrorReport {
  readonly problem: JobSourceErrorCode | 'store' | 'unrecorded' | 'unexpected';
  /** When to ask again, if AvePoint named a time. */
  readonly retryAt?: EpochMs | undefined;
  /** For `busy`: how many requests were waiting; undefined if that isn't known. */
  readonly waiting?: number | undefined;
  /** The permission that is missing, if it is known. */
  readonly permission?: string | undefined;
  /** What keeps the bot from AvePoint, if it isn't AvePoint itself. */
  readonly blockedBy?: JobSourceErrorDetails['blockedBy'];
  /** The id by which the log can be searched. */
  readonly reference: string;
  /** The sentence that shows what may have been changed before the error; undefined if nothing can have been. */
  readonly shownBy?: string | undefined;
  /** Repeats exactly what failed; undefined if nothing can be repeated. */
  readonly retry: CardAction | undefined;
  /** Leads back to the card that had the button. */
  readonly back?: CardAction | undefined;
  /** True if one job was asked for, and not a list. */
  readonly isOneJob?: boolean;
  /** When the error happened. */
  readonly at: EpochMs;
  /** IANA zone in which times are shown. */
  readonly zone: string;
  /** The question, if it was one for jobs. */
  readonly question?: Question | undefined;
}

const expand = cardTemplate(error);

/** Why there is no answer, what that means, whom to tell, and a way to try again. Nothing internal is shown. */
export function errorCard(trouble: ErrorReport, reader: CardLocale): AdaptiveCard {
  const { question, zone } = trouble;
  const times = timesFor(zone, reader, trouble.at);
  // Shown to the minute, so the next full one: a time that is over already would be no help.
  const retryAt =
    trouble.retryAt === undefined
      ? undefined
      : `${times.instant(Math.ceil(trouble.retryAt / 60_000) * 60_000)} (${zoneName(zone)})`;
  return expand({
    headline: headlineOf(trouble),
    cause: `${causeOf(trouble)} This says nothing about your backups.`,
    next: [{ text: nextStep(trouble, retryAt) }],
    footnotes: [
      ...(question === undefined
        ? []
        : [{ text: `Asked: ${titleOf(question)}, ${times.span(question.span)}` }]),
      { text: `Reference: ${clipped(trouble.reference, 64)}` },
    ],
    actions: actionsOf(trouble),
  });
}

/** The same in a short text, for whoever pressed a button of a card that is everybody's. */
export function troubleText(trouble: Pick<ErrorReport, TroubleInShort>): string {
  const { reference, shownBy } = trouble;
  const done =
    shownBy === undefined ? 'Nothing was done.' : `It may have been done: say “${shownBy}” to see.`;
  return [
    causeOf(trouble),
    // Its cause says that nothing was done.
    ...(trouble.problem === 'unrecorded' ? [] : [done]),
    'Press again: that does no harm.',
    `Reference: ${clipped(reference, 64)}`,
  ].join(' ');
}

type TroubleInShort = 'problem' | 'blockedBy' | 'reference' | 'shownBy' | 'waiting';

function actionsOf({ retry, back }: ErrorReport): readonly ExecuteAction[] {
  if (retry === undefined) return [];
  return [execute('Try again', retry), ...(back ? [execute('Back', back)] : [])];
}

function headlineOf({ isOneJob, problem, question, shownBy }: ErrorReport): string {
  if (shownBy !== undefined) return 'It may have been changed';
  if (problem === 'unrecorded' || problem === 'unexpected' || problem === 'store')
    return 'I could not do that';
  if (isOneJob) return 'I could not read this job';
  return question === undefined
    ? 'I could not read the jobs'
    : `I could not read the ${kindOf(question).replace(/^all /, '')}${ofService(question.service)}`;
}

function causeOf({
  problem,
  waiting,
  blockedBy,
}: Pick<ErrorReport, 'problem' | 'waiting' | 'blockedBy'>): string {
  if (blockedBy !== undefined) return blocked[blockedBy];
  if (problem !== 'busy' || waiting === undefined) return causes[problem];
  return waiting === 1 ? 'I’m busy: 1 request is waiting.' : `I’m busy: ${waiting} requests are waiting.`;
}

const causes: Readonly<Record<ErrorReport['problem'], string>> = {
  rejected: 'AvePoint refused the question as it was put.',
  unauthorised: 'AvePoint does not accept the sign-in of this bot.',
  forbidden: 'AvePoint does not let this bot read jobs.',
  'not-found': 'Nothing answers at the address where the jobs should be.',
  'rate-limited': 'AvePoint was asked too often and wants a pause.',
  unavailable: 'AvePoint is not answering.',
  'timed-out': 'AvePoint took too long to answer.',
  busy: 'I’m busy: other requests were ahead of yours.',
  malformed: 'AvePoint answered in a form that I cannot read.',
  unrecorded: 'I could not write this to the audit record, so nothing was changed.',
  store: 'What this bot keeps, digests and targets among it, cannot be reached.',
  unexpected: 'Something went wrong inside this bot.',
};

const blocked = {
  proxy: 'I can’t reach AvePoint: my network’s proxy didn’t connect me.',
  certificate: 'I can’t reach AvePoint: my machine doesn’t trust its TLS certificate.',
} as const;

function nextStep(
  { problem, permission, blockedBy, shownBy }: ErrorReport,
  retryAt: string | undefined,
): string {
  if (shownBy !== undefined)
    return `Say “${shownBy}” to see what is set. If this stays so, tell whoever runs this bot, with the reference below.`;
  if (blockedBy === 'proxy') return `${tell} check HTTPS_PROXY; “npm run check” shows details.`;
  if (blockedBy === 'certificate')
    return `${tell} set NODE_EXTRA_CA_CERTS to the authority’s certificate; “npm run check” shows details.`;
  switch (problem) {
    case 'unauthorised':
      return `${tell} the app registration in AvePoint Online Services, its secret or certificate, may have expired.`;
    case 'forbidden':
      return permission === undefined
        ? `${tell} the app registration in AvePoint Online Services lacks a permission.`
        : `${tell} the app registration in AvePoint Online Services lacks the permission ${clipped(permission, 120)}.`;
    case 'not-found':
      return `${tell} the setting AVEPOINT_JOBS_API is the likely cause, AVEPOINT_GRAPH_URL the next.`;
    case 'rate-limited':
      return retryAt === undefined ? 'Try again in a few minutes.' : `Try again after ${retryAt}.`;
    case 'unavailable':
    case 'timed-out':
      return retryAt === undefined
        ? 'Try again in a minute. If it stays so, look in the AvePoint portal.'
        : `Try again after ${retryAt}. If it stays so, look in the AvePoint portal.`;
    case 'busy':
      return 'Try again in a few seconds. If it stays so, tell whoever runs this bot.';
    case 'rejected':
    case 'malformed':
    case 'store':
    case 'unrecorded':
    case 'unexpected':
      return 'Try again. If it stays so, tell whoever runs this bot, with the reference below.';
  }
}

const tell = 'Tell whoever runs this bot:';
