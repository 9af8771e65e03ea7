import type { JobState } from '../domain/job.ts';
import type { JobSourceErrorCode, JobSourceErrorDetails } from '../domain/job-source.ts';
import { plural } from '../domain/plural.ts';
import type { Question } from '../domain/question.ts';
import type { EpochMs } from '../domain/time.ts';
import { type ExecuteAction, execute, ranked } from './actions.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import type { CardAction } from './button-link.ts';
import { withDetails } from './details.ts';
import { clipped } from './plain.ts';
import { type OpenAction, onlineServices, portal, portalActions } from './portal-link.ts';
import { titleOf } from './question-title.ts';
import { cardTemplate } from './template.ts';
import error from './templates/error.json' with { type: 'json' };
import { type CardLocale, type Times, timesFor } from './times.ts';
import { kindOf, nounFor, ofService } from './words.ts';

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
  /** The address of AvePoint's portal; undefined if it isn't set. */
  readonly portalUrl?: string | undefined;
}

const expand = cardTemplate(error);

/** Draws what couldn't be read or done, what that means for the backups, what to do, and a way to try again. */
export function errorCard(trouble: ErrorReport, reader: CardLocale): AdaptiveCard {
  const { question, zone } = trouble;
  const times = timesFor(zone, reader, trouble.at);
  const next = nextSteps(trouble, times);
  const card = expand({
    headline: headlineOf(trouble),
    cause: withMeaning(trouble),
    next: next.map(text => ({ text })),
    footnotes: [{ text: `Reference: ${clipped(trouble.reference, 64)}` }],
    actions: ranked(actionsOf(trouble, next)),
  });
  return withDetails(
    card,
    question === undefined ? [] : [`You asked for: ${titleOf(question)}, ${times.span(question.span)}`],
  );
}

/** Returns the same as a short text, for the user who pressed a button of a card that others see as well. */
export function troubleText(trouble: Pick<ErrorReport, TroubleInShort>): string {
  const { reference, shownBy } = trouble;
  const done =
    shownBy === undefined
      ? 'Nothing was changed.'
      : `The change may have been made: send “${shownBy}” to check.`;
  return [
    causeOf(trouble),
    // Its cause says that nothing was changed.
    ...(trouble.problem === 'unrecorded' ? [] : [done]),
    'Press again: it’s safe.',
    `Reference: ${clipped(reference, 64)}`,
  ].join(' ');
}

type TroubleInShort = 'problem' | 'blockedBy' | 'reference' | 'shownBy' | 'waiting';

function actionsOf(
  { retry, back, portalUrl }: ErrorReport,
  texts: readonly string[],
): readonly (ExecuteAction | OpenAction)[] {
  const links = portalActions(portalUrl, texts);
  if (retry === undefined) return links;
  return [execute('Try again', retry), ...(back ? [execute('Back', back)] : []), ...links];
}

function headlineOf({ isOneJob, problem, question, shownBy }: ErrorReport): string {
  if (shownBy !== undefined) return 'The change may have been made';
  if (problem === 'unrecorded' || problem === 'unexpected' || problem === 'store')
    return 'I couldn’t do that';
  if (isOneJob) return 'I couldn’t read this job';
  return question === undefined
    ? 'I couldn’t read the jobs'
    : `I couldn’t check for ${kindOf(question).replace(/^all /, '')}${ofService(question.service)}`;
}

/** Returns the cause, and what isn't known because of it; a change says nothing about backups. */
function withMeaning(trouble: ErrorReport): string {
  const { isOneJob, problem, question, shownBy } = trouble;
  const cause = causeOf(trouble);
  if (shownBy !== undefined || problem === 'unrecorded') return cause;
  if (isOneJob) return `${cause} I don’t know how the job ended.`;
  if (question === undefined) return `${cause} This says nothing about your backups.`;
  return `${cause} I don’t know ${unknownOf(question)}.`;
}

/** Returns "whether backups failed". */
function unknownOf({ type, state }: Question): string {
  const noun = nounFor(type, true);
  return state === undefined ? `which ${noun} ran` : `whether ${noun} ${pastOf[state]}`;
}

const pastOf: Readonly<Record<JobState, string>> = {
  inProgress: 'are running',
  finished: 'finished',
  failed: 'failed',
  finishedWithException: 'had exceptions',
  partiallyFinished: 'finished only in part',
};

function causeOf({
  problem,
  waiting,
  blockedBy,
}: Pick<ErrorReport, 'problem' | 'waiting' | 'blockedBy'>): string {
  if (blockedBy !== undefined) return blocked[blockedBy];
  if (problem !== 'busy' || waiting === undefined) return causes[problem];
  return `I’m busy: ${waiting} ${plural(waiting, 'request is', 'requests are')} waiting.`;
}

const causes: Readonly<Record<ErrorReport['problem'], string>> = {
  rejected: 'AvePoint rejected my request.',
  unauthorised: 'AvePoint rejected my sign-in.',
  forbidden: 'AvePoint doesn’t let me read jobs.',
  'not-found': 'AvePoint’s jobs API isn’t at the address that I’m set to use.',
  'rate-limited': 'AvePoint is limiting my requests.',
  unavailable: 'AvePoint isn’t answering.',
  'timed-out': 'AvePoint took too long to answer.',
  busy: 'I’m busy: other requests were ahead of yours.',
  malformed: 'AvePoint sent an answer that I can’t read.',
  unrecorded: 'I couldn’t write this to the audit record, so nothing was changed.',
  store: 'I can’t reach my storage, which holds digests, alerts and backup-age limits.',
  unexpected: 'Something went wrong on my side.',
};

const blocked = {
  proxy: 'I can’t reach AvePoint: my network’s proxy didn’t connect me.',
  certificate: 'I can’t reach AvePoint: my machine doesn’t trust its TLS certificate.',
} as const;

/** Returns what the user can do, and where to look meanwhile if only an administrator can help. */
function nextSteps(trouble: ErrorReport, times: Times): readonly string[] {
  const { shownBy } = trouble;
  if (shownBy !== undefined) return [`Send “${shownBy}” to see what’s set. ${ifItLasts}`];
  const task = adminTask(trouble);
  return task === undefined
    ? [retryText(trouble, times)]
    : [`Ask the bot’s administrator to ${task}`, `Until then, look in ${portal}.`];
}

/** Returns what only an administrator can set right; undefined if trying again may help. */
function adminTask({ problem, permission, blockedBy }: ErrorReport): string | undefined {
  if (blockedBy === 'proxy') return 'check HTTPS_PROXY; “npm run check” shows details.';
  if (blockedBy === 'certificate')
    return 'set NODE_EXTRA_CA_CERTS to the authority’s certificate; “npm run check” shows details.';
  switch (problem) {
    case 'unauthorised':
      return `check the app registration in ${onlineServices}: its secret or certificate may have expired.`;
    case 'forbidden':
      return `give the app registration in ${onlineServices} ${permission === undefined ? 'the permission that it lacks' : `the permission ${clipped(permission, 120)}`}.`;
    case 'not-found':
      return 'check AVEPOINT_JOBS_API, then AVEPOINT_GRAPH_URL.';
    default:
      return undefined;
  }
}

function retryText({ problem, retry, retryAt, at }: ErrorReport, times: Times): string {
  // Shown to the minute, so the next full one: a time that is over already would be no help.
  const after =
    retryAt === undefined
      ? undefined
      : `Try again after ${times.near(Math.ceil(retryAt / 60_000) * 60_000, at)}${times.zoneNote}.`;
  switch (problem) {
    case 'rate-limited':
      return after ?? 'Try again in a few minutes.';
    case 'unavailable':
    case 'timed-out':
      return `${after ?? 'Try again in a minute.'} If it keeps happening, look in ${portal}.`;
    case 'busy':
      return 'Try again in a few seconds. If it keeps happening, tell the bot’s administrator.';
    default:
      return `${retry === undefined ? 'Send your message again.' : 'Try again.'} ${ifItLasts}`;
  }
}

const ifItLasts = 'If it keeps happening, give the bot’s administrator the reference below.';
