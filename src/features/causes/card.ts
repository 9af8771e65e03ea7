import { execute, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import type { CardAction } from '../../cards/button-link.ts';
import { doubtTexts, readAtTexts } from '../../cards/doubt-texts.ts';
import { safeHelpUrl } from '../../cards/help-url.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { clipped } from '../../cards/plain.ts';
import { badCountsText, partReadTexts } from '../../cards/problem-counts.ts';
import { moodLooks } from '../../cards/severity.ts';
import { bytesOf, maxCardBytes } from '../../cards/size.ts';
import { cardTemplate } from '../../cards/template.ts';
import { type CardLocale, type Times, timesFor } from '../../cards/times.ts';
import { capitalised, nameOf, namesOf, nounFor } from '../../cards/words.ts';
import { type Service, services } from '../../domain/job.ts';
import type { BadJob, Cause } from '../../jobs/causes/cluster-errors.ts';
import type { CausesAnswer } from '../../jobs/causes/read-causes.ts';
import { againLink, jobsLink } from './buttons.ts';
import template from './card.json' with { type: 'json' };

const expand = cardTemplate(template);

/** More rows than these explain nothing; further ones are counted. */
const mostRows = 10;
const causeLength = 400;
const mostServices = 3;
const hourMs = 3_600_000;

/** One cause, or one hour of one service if there are no errors to group by. */
interface Row {
  readonly text: string;
  readonly mark: string;
  readonly facts: string;
  readonly help: readonly { readonly url: string }[];
  readonly open: readonly CardAction[];
}

/** Why jobs did not end well: their causes, those of the most failed jobs first, each with the jobs behind it. */
export function causesCard(answer: CausesAnswer, asides: Asides, reader: CardLocale): AdaptiveCard {
  const times = timesFor(answer.question.zone, reader, answer.answeredAt);
  const rows = answer.total.value > 0 ? causeRows(answer, times) : hourRows(answer, times);
  for (let shown = Math.min(mostRows, rows.length); ; shown -= 1) {
    const card = expand(modelOf(answer, asides, rows, shown, times));
    if (bytesOf(card) <= maxCardBytes || shown === 0) return card;
  }
}

function modelOf(answer: CausesAnswer, asides: Asides, rows: readonly Row[], shown: number, times: Times) {
  const { question, unread } = answer;
  const title = titleOf(answer);
  const headline = `${unread.length > 0 ? '? ' : ''}${headlineOf(answer, times)}`;
  return {
    fallback: `${title}: ${headline}`,
    title,
    window: times.span(question.span),
    notes: noteTexts(asides.notes).map(text => ({ text })),
    style: (unread.length > 0 ? moodLooks.warning : moodLooks.neutral).style,
    headline,
    details: detailsOf(answer, times).map(text => ({ text })),
    rows: rows.slice(0, shown),
    lines: linesOf(answer, rows.length - shown, times).map(text => ({ text })),
    actions: [execute('Refresh', againLink.encode(question)), ...suggestionActions(asides.offers)].slice(
      0,
      6,
    ),
  };
}

function titleOf({ question: { type, service } }: CausesAnswer): string {
  const title = `Why ${nounFor(type, true)} did not end well`;
  return service === undefined ? title : `${title} · ${nameOf(service)}`;
}

function headlineOf({ bad, causes, total }: CausesAnswer, times: Times): string {
  if (bad.length === 0) return 'None ended badly, of those that were read';
  const jobs = jobsText(bad.length, times);
  if (total.value === 0) return `${capitalised(jobs)} without a word why`;
  const [first] = causes;
  const most = first?.failed || (first?.jobs.length ?? 0);
  return causes.length === 1
    ? `One cause behind ${times.number(first?.jobs.length ?? 0)} of ${jobs}`
    : `${times.number(causes.length)} causes behind ${jobs}; the first behind ${times.number(most)}${first?.failed ? ' that failed' : ''}`;
}

function detailsOf(answer: CausesAnswer, times: Times): readonly string[] {
  const { bad, total, withoutErrors } = answer;
  return [
    ...doubtTexts(answer.doubtful, answer.question.service ? 1 : services.length, answer.answeredAt, times),
    ...partReadTexts({ ...answer, unread: [] }, times),
    ...(bad.length > 0 && total.value === 0
      ? ['AvePoint gave no errors for them; here they are by service and hour.']
      : []),
    ...(total.value > 0 && withoutErrors.length > 0
      ? [`${capitalised(jobsText(withoutErrors.length, times))} came without any error.`]
      : []),
  ];
}

function linesOf(
  { answeredAt, leftOut, readAt }: CausesAnswer,
  hidden: number,
  times: Times,
): readonly string[] {
  const rest = hidden + leftOut;
  return [
    ...(rest > 0 ? [`and ${times.number(rest)} more.`] : []),
    ...readAtTexts(readAt, answeredAt, times),
  ];
}

function causeRows({ causes, question, total }: CausesAnswer, times: Times): readonly Row[] {
  return causes.map(cause => {
    const url = safeHelpUrl(cause.helpUrl);
    return {
      text: clipped(cause.text, causeLength) || '(an error without words)',
      mark: '\u00a0›',
      facts: factsOf(cause, total.value, times),
      help: url === undefined ? [] : [{ url }],
      open: [jobsLink.encode({ question, cause: cause.key })],
    };
  });
}

function factsOf({ errors, jobs, services }: Cause, total: number, times: Times): string {
  const count = `${errors.atLeast ? 'at least ' : ''}${times.number(errors.value)} of ${times.number(total)} object errors`;
  return [badCountsText(jobs, times), count, ...(services.length > 0 ? [servicesText(services)] : [])].join(
    ' · ',
  );
}

/** Returns the names of a few services, since a phone's line has no room for more; a cause of many is everywhere. */
function servicesText(services: readonly Service[]): string {
  const rest = services.length - mostServices;
  return rest > 1
    ? `${services.slice(0, mostServices).map(nameOf).join(', ')} and ${rest} more`
    : namesOf(services);
}

/** Returns rows for jobs without errors, which can only be distinguished by their start and service. */
function hourRows({ bad }: CausesAnswer, times: Times): readonly Row[] {
  const groups = new Map<string, BadJob[]>();
  for (const one of bad) {
    const { startedAt } = one.job;
    const hour =
      startedAt === undefined ? 'start not told' : times.instant(Math.floor(startedAt / hourMs) * hourMs);
    const text = [one.service && nameOf(one.service), hour].filter(Boolean).join(', ');
    groups.set(text, [...(groups.get(text) ?? []), one]);
  }
  return [...groups]
    .sort(([, a], [, b]) => failedOf(b) - failedOf(a) || b.length - a.length)
    .map(([text, jobs]) => ({ text, mark: '', facts: badCountsText(jobs, times), help: [], open: [] }));
}

function failedOf(jobs: readonly BadJob[]): number {
  return jobs.filter(({ job }) => job.state === 'failed').length;
}

function jobsText(count: number, times: Times): string {
  return `${times.number(count)} ${count === 1 ? 'job' : 'jobs'}`;
}
