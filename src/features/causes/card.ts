import { execute, ranked, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import type { CardAction } from '../../cards/button-link.ts';
import { withDetails } from '../../cards/details.ts';
import { doubtTexts } from '../../cards/doubt-texts.ts';
import { safeHelpUrl } from '../../cards/help-url.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { clipped } from '../../cards/plain.ts';
import { badCountsText, partReadTexts } from '../../cards/problem-counts.ts';
import { reasonText } from '../../cards/reason-text.ts';
import { moodLooks } from '../../cards/severity.ts';
import { bytesOf, maxCardBytes } from '../../cards/size.ts';
import { cardTemplate } from '../../cards/template.ts';
import { type CardLocale, type Times, timesFor } from '../../cards/times.ts';
import { nameOf, namesIn, namesOf, nounFor } from '../../cards/words.ts';
import { type Service, services } from '../../domain/job.ts';
import { plural } from '../../domain/plural.ts';
import { servicesOf } from '../../domain/question.ts';
import type { BadJob } from '../../jobs/causes/cluster-errors.ts';
import type { CausesAnswer } from '../../jobs/causes/read-causes.ts';
import { againLink, jobsLink, noReason } from './buttons.ts';
import template from './card.json' with { type: 'json' };
import { headlineOf, isCertain } from './headline.ts';

const expand = cardTemplate(template);

/** More rows than these explain nothing; further ones are counted. */
const mostRows = 10;
/** About four lines on a phone; the card of its jobs has more. */
const reasonLength = 160;
const mostServices = 3;

/** One reason, with what a tap on it opens. */
interface Row {
  readonly text: string;
  readonly mark: string;
  readonly facts: string;
  readonly help: readonly { readonly url: string }[];
  readonly open: readonly (CardAction & { readonly title: string })[];
}

/** Draws why jobs failed: the reasons, those of the most failed jobs first, each with its jobs one tap away. */
export function causesCard(answer: CausesAnswer, asides: Asides, reader: CardLocale): AdaptiveCard {
  const times = timesFor(answer.question.zone, reader, answer.answeredAt);
  const rows = reasonRows(answer, times);
  for (let shown = Math.min(mostRows, rows.length); ; shown -= 1) {
    const card = withDetails(expand(modelOf(answer, asides, rows, shown, times)), detailsOf(answer, times));
    if (bytesOf(card) <= maxCardBytes || shown <= 1) return card;
  }
}

function modelOf(answer: CausesAnswer, asides: Asides, rows: readonly Row[], shown: number, times: Times) {
  const { leftOut, question } = answer;
  const title = titleOf(answer);
  const { text, of: first } = headlineOf(answer, times);
  const headline = `${doubtSign(answer)}${text}`;
  const rest = rows.length - shown + leftOut;
  return {
    // It's Markdown to some clients, so it has no error's words.
    fallback: `${title}: ${headline}`,
    title,
    window: windowText(answer, times),
    notes: noteTexts(asides.notes).map(text => ({ text })),
    style: (isCertain(answer) ? moodLooks.neutral : moodLooks.warning).style,
    headline: first === 'reason' ? `${headline}: ${rows[0]?.text}` : headline,
    warnings: warningsOf(answer, times).map(text => ({ text })),
    first: first ? rows.slice(0, 1).map(row => ({ ...row, facts: firstFacts(answer, times) })) : [],
    rows: rows.slice(first ? 1 : 0, shown),
    rest: rest > 0 ? [{ text: `and ${times.number(rest)} more.` }] : [],
    actions: ranked([execute('Refresh', againLink.encode(question)), ...suggestionActions(asides.offers)]),
  };
}

function titleOf({ question }: CausesAnswer): string {
  const title = `Why ${nounFor(question.type, true)} failed`;
  const names = namesIn(question);
  return names === undefined ? title : `${title} · ${names}`;
}

/** Returns the sign before an answer that isn't certain. */
export function doubtSign(answer: CausesAnswer): string {
  return isCertain(answer) ? '' : '? ';
}

/** Returns the window, and as of when its jobs are known. */
export function windowText({ answeredAt, question, readAt }: CausesAnswer, times: Times): string {
  const asOf = readAt === undefined ? '' : ` · as of ${times.near(readAt, answeredAt)}`;
  return `${times.window(question.span)}${asOf}`;
}

/** Says why jobs may be missing. */
export function warningsOf(answer: CausesAnswer, times: Times): readonly string[] {
  const { answeredAt, doubtful, question } = answer;
  return [
    ...doubtTexts(doubtful, servicesOf(question).length || services.length, answeredAt, times),
    ...lastGoodTexts(answer, times),
    ...partReadTexts({ ...answer, unread: [] }, times),
  ];
}

/** Says when the service was last backed up well, if nothing ran: no error says why. */
function lastGoodTexts({ question: { service }, quiet }: CausesAnswer, times: Times): readonly string[] {
  if (!quiet || service === undefined) return [];
  return [
    quiet.lastGoodAt === undefined
      ? `I know no good backup of ${nameOf(service)} in the last 60 days.`
      : `The last good backup of ${nameOf(service)} before that started ${times.near(quiet.lastGoodAt, 0)}.`,
  ];
}

/** Returns what unfolds under "Details": the exact window, and what the numbers count. */
function detailsOf({ causes, question, total }: CausesAnswer, times: Times): readonly string[] {
  return [
    `Started from ${times.span(question.span)}.`,
    'Failed, partial, and with exceptions are counted; the reason of the most failed jobs is first.',
    ...(causes.length > 1 ? ['A job with several errors counts for each of its reasons.'] : []),
    ...(total.value > 0 ? [`${errorsText(total, times)} in all.`] : []),
  ];
}

/** Returns "at least 230 object errors". */
export function errorsText({ value, atLeast }: CausesAnswer['total'], times: Times): string {
  return `${atLeast ? 'At least ' : ''}${times.number(value)} object ${plural(value, 'error', 'errors')}`;
}

function reasonRows({ causes, question, withoutErrors }: CausesAnswer, times: Times): readonly Row[] {
  const row = (text: string, jobs: readonly BadJob[], cause: string): Row => ({
    text,
    mark: '\u00a0›',
    facts: factsOf(jobs, question.service, times),
    help: [],
    open: [{ title: `Jobs: ${clipped(text, 60)}`, ...jobsLink.encode({ question, cause }) }],
  });
  const rows = causes.map((cause): Row => {
    const { helpUrl, jobs, key } = cause;
    const url = safeHelpUrl(helpUrl);
    return { ...row(reasonText(cause, reasonLength), jobs, key), help: url === undefined ? [] : [{ url }] };
  });
  if (withoutErrors.length === 0) return rows;
  // It's shown, however many reasons there are.
  return rows.toSpliced(mostRows - 1, 0, row('AvePoint gave no reason', withoutErrors, noReason));
}

/** Returns what the headline doesn't say of the first reason: "also 2 partial · Exchange and Teams". */
function firstFacts({ causes, question, withoutErrors }: CausesAnswer, times: Times): string {
  const [{ failed, jobs }] = [...causes, { failed: 0, jobs: withoutErrors }] as const;
  const others = jobs.filter(({ job }) => job.state !== 'failed');
  const those = servicesIn(jobs, question.service);
  const facts = [
    ...(others.length === 0
      ? []
      : failed > 0
        ? [`also ${badCountsText(others, times)}`]
        : [badCountsText(jobs, times)]),
    ...(those.length > 0 ? [servicesText(those)] : []),
  ];
  return facts.map(fact => `${fact} · `).join('');
}

function factsOf(jobs: readonly BadJob[], asked: Service | undefined, times: Times): string {
  const those = servicesIn(jobs, asked);
  return [badCountsText(jobs, times), ...(those.length > 0 ? [servicesText(those)] : [])].join(' · ');
}

/** Returns the services of these jobs, unless the question names it. */
function servicesIn(jobs: readonly BadJob[], asked: Service | undefined): readonly Service[] {
  return services.filter(service => service !== asked && jobs.some(job => job.service === service));
}

/** Returns the names of a few services, since a phone's line has no room for more. */
function servicesText(those: readonly Service[]): string {
  const rest = those.length - mostServices;
  return rest > 1
    ? `${those.slice(0, mostServices).map(nameOf).join(', ')} and ${rest} more`
    : namesOf(those);
}
