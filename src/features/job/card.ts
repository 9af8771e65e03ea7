import { type ExecuteAction, execute, ranked } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import type { CardAction } from '../../cards/button-link.ts';
import { safeHelpUrl } from '../../cards/help-url.ts';
import { errorText } from '../../cards/job-texts.ts';
import { clipped } from '../../cards/plain.ts';
import { portalActions } from '../../cards/portal-link.ts';
import { titleOf } from '../../cards/question-title.ts';
import { bytesOf, countThatFits, maxCardBytes } from '../../cards/size.ts';
import { cardTemplate } from '../../cards/template.ts';
import { type CardLocale, type Times, timesFor } from '../../cards/times.ts';
import { lookOf, stateRuns } from '../../cards/words.ts';
import type { Job, JobError } from '../../domain/job.ts';
import { plural } from '../../domain/plural.ts';
import type { JobSearch } from '../../domain/question.ts';
import type { JobAnswer, PagePointer } from '../../jobs/answers.ts';
import { jobsLink as causesJobsLink } from '../causes/buttons.ts';
import { againOfPage, pageLink } from '../job-list/buttons.ts';
import { findLink, findTextLink, onPageLink, onPageTextLink } from './buttons.ts';
import template from './card.json' with { type: 'json' };
import { jobKind, noReasonTexts, objectTexts, whenText } from './job-lines.ts';

const expand = cardTemplate(template);

/** More errors than this never fit; they are counted without being drawn. */
const mostErrors = 100;
/** Elements below the errors. */
const belowErrors = 1;

export interface JobCardOptions {
  /** UTF-8 bytes of its JSON. */
  readonly maxBytes?: number;
  /** The address of AvePoint's portal; undefined if it isn't set. */
  readonly portalUrl?: string | undefined;
}

/** Draws one job: how it went, when, and as many of its errors as fit into `maxBytes`. */
export function jobCard(
  answer: JobAnswer,
  reader: CardLocale,
  { maxBytes = maxCardBytes, portalUrl }: JobCardOptions = {},
): AdaptiveCard {
  const times = timesFor(zoneOf(answer), reader, answer.answeredAt);
  const { job } = answer;
  if (job === undefined)
    return 'page' in answer.place
      ? goneCard(answer, answer.place.page)
      : notFoundCard(answer, answer.place.search, times);

  const drawn = job.errors.slice(0, mostErrors).map(error => drawnError(error, times));
  const model = (errors: readonly DrawnError[]) => modelOf(answer, job, errors, times, portalUrl);
  const whole = expand(model(drawn));
  const over = bytesOf(whole) > maxBytes;
  if (!over && drawn.length === job.errors.length) return whole;

  const end = whole.body.length - belowErrors;
  const expanded = whole.body.slice(end - drawn.length, end);
  const words = 200;
  const budget = maxBytes - words - (bytesOf(whole) - bytesOf(expanded));
  return expand(model(drawn.slice(0, countThatFits(expanded, budget))));
}

interface DrawnError {
  readonly text: string;
  readonly help: readonly { readonly title: string; readonly url: string }[];
}

function drawnError(error: JobError, times: Times): DrawnError {
  const url = safeHelpUrl(error.helpUrl);
  const title = `AvePoint help on “${clipped(error.message, 60)}”`;
  return { text: errorText(error, times), help: url === undefined ? [] : [{ title, url }] };
}

function modelOf(
  answer: JobAnswer,
  job: Job,
  drawn: readonly DrawnError[],
  times: Times,
  portalUrl: string | undefined,
) {
  const left = job.errors.length - drawn.length;
  const rest = `${times.number(left)} more ${plural(left, 'error doesn’t', 'errors don’t')} fit here.`;
  return {
    fallback: 'Details of a job',
    title: [...stateRuns(lookOf(job)), { text: ` · ${jobKind(answer)}`, color: 'Default' }],
    when: whenText(job, answer.answeredAt, times),
    lines: [...objectTexts(job, times), ...noReasonTexts(job)].map(text => ({ text })),
    errorsTitle:
      job.errors.length === 0
        ? []
        : [{ text: `${times.number(job.errors.length)} ${plural(job.errors.length, 'error', 'errors')}` }],
    errors: left === 0 ? drawn : [...drawn, { text: rest, help: [] }],
    id: clipped(job.id ?? answer.jobId, 200),
    actions: ranked([
      ...(job.state === 'inProgress' ? [execute('Refresh', againOf(answer))] : []),
      ...backOf(answer),
      execute('Post as text', textOf(answer)),
      ...portalActions(portalUrl, noReasonTexts(job)),
    ]),
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

/** Draws a search by id without a result: what was searched, and the time before it to search next. */
function notFoundCard(answer: JobAnswer, search: JobSearch, times: Times): AdaptiveCard {
  const { span } = search;
  const earlier = { from: span.from - (span.to - span.from), to: span.from };
  const next = { ...search, span: earlier, spanWords: undefined };
  return absentCard(answer, {
    title: 'Job not found',
    when: times.window(span),
    lines: [...searchedTexts(answer, times), 'Check the id, or search an earlier time.'],
    actions: [execute('Search earlier', findLink.encode(next))],
  });
}

function searchedTexts({ searched }: JobAnswer, times: Times): readonly string[] {
  if (searched === undefined) return [];
  const { rows, total } = searched;
  const all = `${times.number(total.value)} ${plural(total.value, 'job', 'jobs')}`;
  if (rows === total.value && !total.atLeast)
    return [
      rows === 0 ? 'No job started in this time.' : `It isn’t among the ${all} that started in this time.`,
    ];
  const least = total.atLeast ? 'at least ' : '';
  const some = `${times.number(rows)}\u00a0of\u00a0${least}${all}`;
  return [`I looked through ${some} that started in this time, so it may be among the others.`];
}

/** Draws a job that its list doesn't have any more. */
function goneCard(answer: JobAnswer, page: PagePointer): AdaptiveCard {
  const where =
    page.from === 'index'
      ? 'AvePoint didn’t list it just now'
      : 'It’s no longer on the page that showed it: the list may have changed';
  return absentCard(answer, {
    title: 'I couldn’t find this job again',
    when: titleOf(page.question),
    lines: [`${where}. I don’t know how the job ended.`],
    actions: [execute('Back', pageLink.encode(page)), execute('Refresh list', againOfPage(page))],
  });
}

interface AbsentTexts {
  readonly title: string;
  readonly when: string;
  readonly lines: readonly string[];
  readonly actions: readonly ExecuteAction[];
}

function absentCard({ jobId }: JobAnswer, { title, when, lines, actions }: AbsentTexts): AdaptiveCard {
  return expand({
    fallback: title,
    title: [{ text: title, color: 'Default' }],
    when,
    lines: lines.map(text => ({ text })),
    errorsTitle: [],
    errors: [],
    id: clipped(jobId, 200),
    actions: ranked(actions),
  });
}
