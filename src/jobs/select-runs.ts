import type { Service } from '../domain/job.ts';
import { type LengthBounds, type Narrowing, narrowingLimits } from '../domain/narrowing.ts';
import type { Question } from '../domain/question.ts';
import type { EpochMs } from '../domain/time.ts';
import { jobOf } from '../job-index/queries/runs.ts';
import { type Run, startOf } from '../job-index/run.ts';
import { hasWholeErrors } from '../job-index/slim-job.ts';
import type { IndexView } from '../job-index/view.ts';
import { runsOfFilter } from './count.ts';
import { errorTest } from './error-search.ts';
import { endOfJob, lengthOfJob } from './length-of-job.ts';

/** What a list of the index is about. */
export type ListQuestion = Pick<Question, 'type' | 'service' | 'state' | 'span' | 'narrowed'>;

/** The index's runs of a question. */
export interface Selection {
  /** All that are asked for, in no order, whatever the limit. */
  readonly runs: readonly Run[];
  /** How many there were before their lengths and errors were looked at. */
  readonly considered: number;
  /** Those of which the index lacks a part of the error's text, and that don't have the words in the rest of it. */
  readonly unreadErrors: number;
  /** Those that are left out since their length isn't known, though it matters. */
  readonly unknownLengths: number;
}

/** Selects the runs of a question that is narrowed or ordered. Ended ones are judged by their end if their length counts. */
export function selectRuns(index: IndexView, question: ListQuestion, now: EpochMs): Selection {
  const { limit, order, length } = question.narrowed ?? {};
  const { from, to = now } = question.span;
  if (order !== 'latest' || limit === undefined || length || from === undefined)
    return selectIn(index, question, now);
  // The latest few are near: each step back is twice as long as the one before.
  for (let back = firstStepMs; ; back *= 2) {
    const since = Math.max(from, to - back);
    const selection = selectIn(index, { ...question, span: { from: since, to } }, now);
    if (selection.runs.length >= limit || since === from) return selection;
  }
}

const firstStepMs = 24 * 3_600_000;

function selectIn(index: IndexView, question: ListQuestion, now: EpochMs): Selection {
  const { narrowed = {} } = question;
  const { error, length } = narrowed;
  const candidates = candidatesOf(index, question, now);
  const isOrderedByLength = narrowed.order === 'longest' || narrowed.order === 'shortest';
  if (!error && !length && !isOrderedByLength)
    return { runs: candidates, considered: candidates.length, unreadErrors: 0, unknownLengths: 0 };
  const hasError = error && errorTest(error);
  const runs: Run[] = [];
  let [unreadErrors, unknownLengths] = [0, 0];
  for (const run of candidates) {
    const job = jobOf(run);
    const ms = length || isOrderedByLength ? lengthOfJob(job, now) : 0;
    const isKnown = ms !== undefined && !(narrowed.order === 'shortest' && job.state === 'inProgress');
    if (length && isKnown && !isWithin(ms, length)) continue;
    if (hasError && !hasError(job)) {
      if (!hasWholeErrors(job)) unreadErrors += 1;
      continue;
    }
    if (isKnown) runs.push(run);
    else if (ms === undefined) unknownLengths += 1;
  }
  return { runs, considered: candidates.length, unreadErrors, unknownLengths };
}

function candidatesOf(index: IndexView, question: ListQuestion, now: EpochMs): readonly Run[] {
  const { span, narrowed = {} } = question;
  const { among, length, without } = narrowed;
  const isByEnd = length !== undefined && span.from !== undefined;
  const isMember = among || without ? memberTest(narrowed) : undefined;
  if (!isByEnd) return runsOfFilter(index, question, span, now, isMember);
  const whole = { from: span.from - narrowingLimits.maxLengthMs, to: span.to };
  return runsOfFilter(
    index,
    question,
    whole,
    now,
    run => isOfWindow(run, question, length) && (!isMember || isMember(run)),
  );
}

/** Returns true for a run that ended in the window, or that runs, if such are meant as well. */
function isOfWindow(
  run: Run,
  { span: { from = 0, to = 0 } }: ListQuestion,
  { isWithRunning }: LengthBounds,
): boolean {
  const job = jobOf(run);
  if (job.state === 'inProgress') return isWithRunning;
  // One whose end isn't known is taken by its start: it may belong here.
  const at = endOfJob(job) ?? startOf(run);
  return at >= from && at < to;
}

/** Returns a test for what is left out, and for several services and states in one list. */
function memberTest({ among, without }: Narrowing): (run: Run) => boolean {
  return run => {
    const { state } = jobOf(run);
    if (among && among.services.length > 0 && !run.services.some(one => among.services.includes(one)))
      return false;
    if (among && among.states.length > 0 && !(state && among.states.includes(state))) return false;
    if (!without) return true;
    if (without.types.includes(run.type) || (state && without.states.includes(state))) return false;
    return run.services.length === 0 || !run.services.every(one => without.services.includes(one));
  };
}

function isWithin(ms: number, { minMs, maxMs, isStrict }: LengthBounds): boolean {
  const isLongEnough = minMs === undefined || (isStrict ? ms > minMs : ms >= minMs);
  const isShortEnough = maxMs === undefined || (isStrict ? ms < maxMs : ms <= maxMs);
  return isLongEnough && isShortEnough;
}

/** A job that ended in a window may have started so much longer before it than its least length. */
const startsBeforeMs = 48 * 3_600_000;

/** Returns since when the index must be known, for a list to be whole; undefined for running jobs. */
export function neededSince({
  span,
  narrowed,
}: Pick<ListQuestion, 'span' | 'narrowed'>): EpochMs | undefined {
  const { length } = narrowed ?? {};
  return span.from === undefined || !length ? span.from : span.from - startsBeforeMs - (length.minMs ?? 0);
}

/** Returns how many runs without a known service may belong to a list of some services. */
export function unattributedIn(index: IndexView, question: ListQuestion, now: EpochMs): number {
  const { service, narrowed } = question;
  const { among } = narrowed ?? {};
  if (service === undefined && !among?.services.length) return 0;
  const ofAll = {
    ...question,
    service: undefined,
    narrowed: narrowed && { ...narrowed, limit: undefined, among: among && { ...among, services: [] } },
  };
  return selectRuns(index, ofAll, now).runs.filter(run => run.services.length === 0).length;
}

/** Returns true if a run may be of a service that the question is about. */
export function isAskedService({ narrowed }: Pick<Question, 'narrowed'>, service: Service): boolean {
  const { among, without } = narrowed ?? {};
  const isAmong = !among || among.services.length === 0 || among.services.includes(service);
  return isAmong && !without?.services.includes(service);
}

/** Compares two runs by the order of a question; those of the same place by id, so that pages are stable. */
export function inOrderOf(
  { narrowed }: Pick<Question, 'narrowed'>,
  now: EpochMs,
): (a: Run, b: Run) => number {
  const length = (run: Run) => lengthOfJob(jobOf(run), now) ?? 0;
  const byStart = (a: Run, b: Run) => startOf(b) - startOf(a);
  const compare = {
    latest: byStart,
    oldest: (a: Run, b: Run) => byStart(b, a),
    longest: (a: Run, b: Run) => length(b) - length(a) || byStart(a, b),
    shortest: (a: Run, b: Run) => length(a) - length(b) || byStart(a, b),
  }[narrowed?.order ?? 'latest'];
  return (a, b) => compare(a, b) || byId(a, b);
}

function byId(a: Run, b: Run): number {
  const [first, second] = [a.job.id ?? a.key, b.job.id ?? b.key];
  return first < second ? -1 : first > second ? 1 : 0;
}
