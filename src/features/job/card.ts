import { type ExecuteAction, execute } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import type { CardAction } from '../../cards/button-link.ts';
import { safeHelpUrl } from '../../cards/help-url.ts';
import { durationOf, errorText } from '../../cards/job-texts.ts';
import { clipped } from '../../cards/plain.ts';
import { bytesOf, countThatFits, maxCardBytes } from '../../cards/size.ts';
import { cardTemplate } from '../../cards/template.ts';
import { type CardLocale, type Times, timesFor } from '../../cards/times.ts';
import { fullNameOf, lookOf, stateRuns, titleOf } from '../../cards/words.ts';
import type { Job } from '../../domain/job.ts';
import type { JobSearch } from '../../domain/question.ts';
import { zoneName } from '../../domain/zone.ts';
import type { JobAnswer, PagePointer } from '../../jobs/answers.ts';
import { jobsLink as causesJobsLink } from '../causes/buttons.ts';
import { againOfPage, pageLink } from '../job-list/buttons.ts';
import { findLink, findTextLink, onPageLink, onPageTextLink } from './buttons.ts';
import template from './card.json' with { type: 'json' };
import { objectsBar } from './objects-bar.ts';

const expand = cardTemplate(template);

/** More errors than this never fit; they are counted without being drawn. */
const mostErrors = 100;

/** Everything known of one job, with as many of its errors as fit into `maxBytes`, and the way back to its page. */
export function jobCard(answer: JobAnswer, reader: CardLocale, maxBytes = maxCardBytes): AdaptiveCard {
  const times = timesFor(zoneOf(answer), reader, answer.answeredAt);
  const { job } = answer;
  if (job === undefined)
    return 'page' in answer.place
      ? goneCard(answer, answer.place.page)
      : notFoundCard(answer, answer.place.search, times);

  const drawn = job.errors.slice(0, mostErrors).map(error => {
    const url = safeHelpUrl(error.helpUrl);
    return { text: errorText(error, times), help: url === undefined ? [] : [{ url }] };
  });
  const whole = expand(modelOf(answer, job, drawn, times));
  const over = bytesOf(whole) > maxBytes;
  if (!over && drawn.length === job.errors.length) return whole;

  const expanded = whole.body.slice(whole.body.length - drawn.length);
  const words = 200;
  const budget = maxBytes - words - (bytesOf(whole) - bytesOf(expanded));
  return expand(modelOf(answer, job, drawn.slice(0, countThatFits(expanded, budget)), times));
}

interface DrawnError {
  readonly text: string;
  readonly help: readonly { readonly url: string }[];
}

function modelOf(answer: JobAnswer, job: Job, drawn: readonly DrawnError[], times: Times) {
  const { jobId } = answer;
  const look = lookOf(job);
  const left = job.errors.length - drawn.length;
  return {
    fallback: 'Details of a job',
    state: stateRuns(look),
    id: clipped(job.id ?? jobId, 200),
    from: fromText(answer),
    gone: [],
    bar: objectsBar(job.objects),
    facts: [{ list: factsOf(job, answer, times) }],
    errorsTitle: job.errors.length === 0 ? [] : [{ text: errorsTitle(job.errors.length, times) }],
    errors:
      left === 0 ? drawn : [...drawn, { text: `and ${moreErrors(left, times)}, not shown here`, help: [] }],
    actions: [
      ...backOf(answer),
      ...(job.state === 'inProgress' ? [execute('Look again', againOf(answer))] : []),
      execute('Send as text', textOf(answer)),
    ],
  };
}

/** Returns the button back to the list that showed the job. */
function backOf({ place }: JobAnswer): readonly ExecuteAction[] {
  if ('page' in place) return [execute('Back', pageLink.encode(place.page))];
  const { behind } = place.search;
  return behind ? [execute('Back', causesJobsLink.encode({ ...behind }))] : [];
}

function againOf({ place, jobId }: JobAnswer): CardAction {
  return 'page' in place ? onPageLink.encode({ page: place.page, jobId }) : findLink.encode(place.search);
}

function textOf({ place, jobId }: JobAnswer): CardAction {
  return 'page' in place
    ? onPageTextLink.encode({ page: place.page, jobId })
    : findTextLink.encode(place.search);
}

function zoneOf({ place }: JobAnswer): string {
  return 'page' in place ? place.page.question.zone : place.search.zone;
}

/** Draws a search by id without a result: the time that was searched, and the time before it to search next. */
function notFoundCard({ jobId, searched }: JobAnswer, search: JobSearch, times: Times): AdaptiveCard {
  const { span } = search;
  const earlier = { from: span.from - (span.to - span.from), to: span.from };
  const next = { ...search, span: earlier, spanWords: undefined };
  return expand({
    fallback: 'This job was not found',
    state: [{ text: 'This job was not found', color: 'Default' }],
    id: clipped(jobId, 200),
    from: 'asked for by its id',
    gone: searched
      ? [{ text: `I looked through ${lookedText(searched, times)} of ${times.span(span)}.` }]
      : [],
    bar: [],
    facts: [],
    errorsTitle: [],
    errors: [],
    actions: [execute('Search earlier', findLink.encode(next))],
  });
}

function lookedText({ rows, total }: NonNullable<JobAnswer['searched']>, times: Times): string {
  const isAll = rows === total.value && !total.atLeast;
  if (isAll) return `all ${times.number(rows)} jobs`;
  return `${times.number(rows)} of ${total.atLeast ? 'at least ' : ''}${times.number(total.value)} jobs`;
}

function goneCard(answer: JobAnswer, page: PagePointer): AdaptiveCard {
  const { jobId } = answer;
  return expand({
    fallback: 'This job could not be found again',
    state: [{ text: 'This job could not be found again', color: 'Default' }],
    id: clipped(jobId, 200),
    from: fromText(answer),
    bar: [],
    gone: [{ text: `${goneText(page)} This does not say how the job ended.` }],
    facts: [],
    errorsTitle: [],
    errors: [],
    actions: [execute('Back', pageLink.encode(page)), execute('Refresh', againOfPage(page))],
  });
}

function goneText({ from }: PagePointer): string {
  return from === 'index'
    ? 'AvePoint did not list it when I looked for it.'
    : 'It is not on the page that showed it; the list may have changed.';
}

/** Says which list the job is from: a job has neither its type nor its service, but the question that found it has. */
function fromText({ place }: JobAnswer): string {
  return 'page' in place ? `found by: ${titleOf(place.page.question)}` : 'found by its id';
}

function factsOf(job: Job, answer: JobAnswer, times: Times) {
  const { answeredAt } = answer;
  const { objects } = job;
  const finished =
    job.state === 'inProgress' && job.finishedAt === undefined ? 'not yet' : at(job.finishedAt, times);
  const counts: readonly [string, number | undefined][] = [
    ['Objects', objects?.total],
    ['Failed', objects?.failed],
    ['Successful', objects?.successful],
    ['Skipped', objects?.skipped],
  ];
  const known = counts.flatMap(([title, value]) =>
    value === undefined ? [] : [{ title, value: times.number(value) }],
  );
  return [
    ...serviceFacts(answer),
    { title: 'Started', value: at(job.startedAt, times) },
    { title: 'Finished', value: finished },
    { title: 'Duration', value: durationOf(job, answeredAt) },
    { title: 'Zone', value: zoneName(zoneOf(answer)).replaceAll('_', '\\_') },
    ...(known.length > 0 ? known : [{ title: 'Objects', value: 'not told' }]),
  ];
}

/** Returns the service of the job; none if the question names it already. */
function serviceFacts({ place, services = [] }: JobAnswer) {
  const isNamed = 'page' in place && place.page.question.service !== undefined;
  if (isNamed || services.length === 0) return [];
  return [{ title: 'Service', value: services.map(fullNameOf).join(', ') }];
}

function at(instant: number | undefined, times: Times): string {
  return instant === undefined ? 'not told' : times.instant(instant);
}

function errorsTitle(count: number, times: Times): string {
  return count === 1 ? '1 error' : `${times.number(count)} errors`;
}

function moreErrors(count: number, times: Times): string {
  return count === 1 ? '1 more error' : `${times.number(count)} more errors`;
}
