import { minutesText } from '../../cards/durations.ts';
import { durationOf } from '../../cards/job-texts.ts';
import { narrowingTexts, quotedError } from '../../cards/narrowing-texts.ts';
import type { Times } from '../../cards/times.ts';
import { capitalised, namesOf } from '../../cards/words.ts';
import { type Narrowing, narrowingLimits } from '../../domain/narrowing.ts';
import { plural } from '../../domain/plural.ts';
import type { Question } from '../../domain/question.ts';
import type { EmptyReason, PageAnswer } from '../../jobs/answers.ts';

/** Returns the window of a list as one would say it; running jobs have none. Says so if jobs are judged by their end. */
export function windowText({ span, spanWords, narrowed }: Question, times: Times): string {
  if (span.from === undefined || span.to === undefined) return `Now${times.zoneNote}`;
  const isReaching = spanWords === undefined && span.to - span.from === narrowingLimits.reachMs;
  if (isReaching) return `Any time since ${times.day(span.from)}${times.zoneNote}`;
  if (!narrowed?.length) return times.window(span);
  return `By end: ${times.window(span)}${narrowed.length.isWithRunning ? ' · or still running' : ''}`;
}

/** Returns what the first row is asked for, if it's the only one: when it started, or how long it took. */
export function onlyOneText(
  { question: { narrowed }, jobs, pageIndex, answeredAt }: PageAnswer,
  times: Times,
): string | undefined {
  const [job] = jobs;
  if (!job || narrowed?.limit !== 1 || pageIndex > 0) return undefined;
  if (narrowed.order === 'longest' || narrowed.order === 'shortest') {
    const text = durationOf(job, answeredAt, minutesText);
    return job.state === 'inProgress' ? capitalised(text) : `Took ${text}`;
  }
  return job.startedAt === undefined ? 'Start unknown' : `Started ${times.instant(job.startedAt)}`;
}

/** Returns " · fewer than 5" if there aren't as many as were asked for. */
export function fewerText({ question: { narrowed }, total }: PageAnswer, times: Times): string {
  const { limit } = narrowed ?? {};
  return limit !== undefined && !total.atLeast && total.value < limit
    ? ` · fewer than ${times.number(limit)}`
    : '';
}

/** Returns what unfolds under "Details" about an order, lengths and words of an error. */
export function narrowedDetails(narrowed: Narrowing | undefined): readonly string[] {
  const { error, length, order } = narrowed ?? {};
  const isOfRunning = order === 'longest' || length?.isWithRunning === true;
  return [
    ...(isOfRunning ? ['Jobs that still run count with their time so far.'] : []),
    ...(order === 'shortest' ? ['Jobs that still run aren’t counted.'] : []),
    ...(error
      ? [
          error.isPhrase
            ? 'Finds these words as they stand, in upper or lower case.'
            : 'Finds each of these words within one error, with any ending; numbers only as a whole.',
        ]
      : []),
  ];
}

/** Says which jobs may be missing or belong elsewhere. */
export function narrowedWarnings(answer: PageAnswer, times: Times): readonly string[] {
  const { jobs, question, services = [], unknownLengths = 0, unreadErrors = 0 } = answer;
  const { without } = question.narrowed ?? {};
  if (jobs.length === 0) return [];
  const unknown = services.filter(those => those.length === 0).length;
  return [
    ...(unknownLengths > 0
      ? [
          `I don’t know how long ${times.number(unknownLengths)} other ${plural(unknownLengths, 'job', 'jobs')} took.`,
        ]
      : []),
    ...(unreadErrors > 0
      ? [
          `I couldn’t read the whole error of ${times.number(unreadErrors)} other ${plural(unreadErrors, 'job', 'jobs')}, so more may have it.`,
        ]
      : []),
    ...(without && without.services.length > 0 && unknown > 0
      ? [
          `The service of ${times.number(unknown)} ${plural(unknown, 'job', 'jobs')} here isn’t known, so it may be ${namesOf(without.services)}.`,
        ]
      : []),
  ];
}

const noneFound = 'I found none, but can’t be sure';

type NoneNarrowed = Extract<EmptyReason, { kind: 'noneNarrowed' }>;

/** Returns the texts if jobs were looked at and none is long enough, has the error or is left in. */
export function noneNarrowedTexts(
  { considered, unknownLengths, unreadErrors }: NoneNarrowed,
  { narrowed, span }: Question,
  which: string,
  times: Times,
): { readonly headline: string; readonly detail: string; readonly isUncertain?: boolean } {
  const { error, length, order, without } = narrowed ?? {};
  const all = times.number(considered);
  const noun = which.replace(/^all /, '');
  if (error && unreadErrors > 0)
    return {
      headline: noneFound,
      isUncertain: true,
      detail: `${quotedError(error)} isn’t in the errors that I could read: those of ${times.number(considered - unreadErrors)} of ${all} ${noun}. The others may have it.`,
    };
  if (unknownLengths > 0)
    return {
      headline: noneFound,
      isUncertain: true,
      detail: `I don’t know how long ${times.number(unknownLengths)} of ${all} ${noun} took.`,
    };
  const headline = [`No ${noun}`, ...narrowingTexts({ length, error })].join(' ');
  const isRunning = span.from === undefined;
  if (considered === 0)
    return { headline, detail: isRunning ? `No ${noun} at all.` : `No ${noun} ended in this time.` };
  if (error)
    return {
      headline,
      detail: considered === 1 ? 'The only one has another error.' : `All ${all} ${noun} have other errors.`,
    };
  if (length)
    return {
      headline,
      detail: isRunning ? `${all} running; none fits.` : `${all} ended in this time; none fits.`,
    };
  // The shortest of those that have ended.
  if (order === 'shortest' && !without?.states.length)
    return { headline: `No ${noun} have ended yet`, detail: `${all} still running.` };
  return { headline: `No ${noun} left`, detail: `All ${all} that started in this time are left out.` };
}
