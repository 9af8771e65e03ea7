import type { Job } from '../domain/job.ts';
import type { JobAnswer } from '../jobs/answers.ts';
import { execute } from './actions.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { safeHelpUrl } from './help-url.ts';
import { durationOf, errorText } from './job-texts.ts';
import { clipped } from './plain.ts';
import { bytesOf, countThatFits, maxCardBytes } from './size.ts';
import { cardTemplate } from './template.ts';
import template from './templates/job.json' with { type: 'json' };
import { type Reader, type Times, timesFor } from './times.ts';
import { lookOf, stateRuns, titleOf } from './words.ts';

const expand = cardTemplate(template);

/** More errors than this never fit; they are counted without being drawn. */
const mostErrors = 100;

/** Everything known of one job, with as many of its errors as fit, and the way back to its page. */
export function jobCard(answer: JobAnswer, reader: Reader): AdaptiveCard {
  const times = timesFor(answer.page.question.zone, reader, answer.answeredAt);
  const { job } = answer;
  if (job === undefined) return goneCard(answer);

  const drawn = job.errors.slice(0, mostErrors).map(error => {
    const url = safeHelpUrl(error.helpUrl);
    return { text: errorText(error, times), help: url === undefined ? [] : [{ url }] };
  });
  const whole = expand(modelOf(answer, job, drawn, times));
  const over = bytesOf(whole) > maxCardBytes;
  if (!over && drawn.length === job.errors.length) return whole;

  const expanded = whole.body.slice(whole.body.length - drawn.length);
  const words = 200;
  const budget = maxCardBytes - words - (bytesOf(whole) - bytesOf(expanded));
  return expand(modelOf(answer, job, drawn.slice(0, countThatFits(expanded, budget)), times));
}

interface DrawnError {
  readonly text: string;
  readonly help: readonly { readonly url: string }[];
}

function modelOf(answer: JobAnswer, job: Job, drawn: readonly DrawnError[], times: Times) {
  const { page, jobId } = answer;
  const look = lookOf(job);
  const left = job.errors.length - drawn.length;
  return {
    fallback: 'Details of a job',
    state: stateRuns(look),
    id: clipped(job.id ?? jobId, 200),
    from: fromText(answer),
    gone: [],
    facts: [{ list: factsOf(job, answer, times) }],
    errorsTitle: job.errors.length === 0 ? [] : [{ text: errorsTitle(job.errors.length, times) }],
    errors:
      left === 0 ? drawn : [...drawn, { text: `and ${moreErrors(left, times)}, not shown here`, help: [] }],
    actions: [
      execute('Back', { verb: 'jobs.page', page }),
      ...(job.state === 'inProgress' ? [execute('Look again', { verb: 'jobs.job', page, jobId })] : []),
    ],
  };
}

function goneCard(answer: JobAnswer): AdaptiveCard {
  const { page, jobId } = answer;
  return expand({
    fallback: 'This job could not be found again',
    state: [{ text: 'This job could not be found again', color: 'Default' }],
    id: clipped(jobId, 200),
    from: fromText(answer),
    gone: [
      {
        text: 'It is not on the page that showed it; the list may have changed. This does not say how the job ended.',
      },
    ],
    facts: [],
    errorsTitle: [],
    errors: [],
    actions: [
      execute('Back', { verb: 'jobs.page', page }),
      execute('Ask again', { verb: 'jobs.again', question: page.question }),
    ],
  });
}

/** A job tells neither its type nor its service: the question that found it does. */
function fromText({ page: { question } }: JobAnswer): string {
  return `found by: ${titleOf(question)}`;
}

function factsOf(job: Job, { answeredAt, page }: JobAnswer, times: Times) {
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
    { title: 'Started', value: at(job.startedAt, times) },
    { title: 'Finished', value: finished },
    { title: 'Duration', value: durationOf(job, answeredAt) },
    { title: 'Zone', value: page.question.zone.replaceAll('_', '\\_') },
    ...(known.length > 0 ? known : [{ title: 'Objects', value: 'not told' }]),
  ];
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
