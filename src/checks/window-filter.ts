import type { Job } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';

/** A period with both ends, in whole seconds. */
export interface TimeWindow {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** A job with both its ends known. */
export interface EndedJob {
  readonly id: string;
  readonly startedAt: EpochMs;
  readonly finishedAt: EpochMs;
}

/** What a service may understand by a window of time. */
export interface Filter {
  /** Which of a job's times must lie in it; `within` is both, `nothing` none. */
  readonly by: 'start' | 'end' | 'overlap' | 'within' | 'nothing';
  /** What is left of the window's bounds: all to the second, the whole days they lie in, or the midnights before them. */
  readonly grain: 'second' | 'days' | 'midnights';
}

/** A window that was asked, and what came. Where not all came, what is missing means nothing. */
export interface Answered {
  readonly window: TimeWindow;
  readonly runs: readonly EndedJob[];
  readonly isComplete: boolean;
}

const dayMs = 86_400_000;
/** Times are told in seconds, cut or rounded; so near to a bound nothing can be said. */
const toleranceMs = 2_000;

/** Every way that is thought of. */
export const filters: readonly Filter[] = [
  ...(['start', 'end', 'overlap', 'within'] as const).flatMap(by =>
    (['second', 'days', 'midnights'] as const).map(grain => ({ by, grain })),
  ),
  { by: 'nothing', grain: 'second' },
];

/** Whether a filter lets a run through; undefined if it lies too near to a bound. */
export function lets(filter: Filter, run: EndedJob, window: TimeWindow): boolean | undefined {
  const { from, to } = boundsOf(window, filter.grain);
  if (isIn(filter.by, run, { from: from + toleranceMs, to: to - toleranceMs })) return true;
  return isIn(filter.by, run, { from: from - toleranceMs, to: to + toleranceMs }) ? undefined : false;
}

/** Those of `candidates` that all the answers agree with. */
export function agreeing(candidates: readonly Filter[], answers: readonly Answered[]): readonly Filter[] {
  const known = new Map(answers.flatMap(({ runs }) => runs.map(run => [run.id, run])));
  return candidates.filter(filter =>
    answers.every(({ window, runs, isComplete }) => {
      const came = new Set(runs.map(({ id }) => id));
      return [...known.values()].every(run => {
        const isLet = lets(filter, run, window);
        return came.has(run.id) ? isLet !== false : !(isComplete && isLet === true);
      });
    }),
  );
}

/** The rows that can bear witness: ended, with an id and both times. */
export function runsOf(jobs: readonly Job[]): EndedJob[] {
  return jobs.flatMap(({ id, state, startedAt, finishedAt }) =>
    id === undefined || state === 'inProgress' || startedAt === undefined || finishedAt === undefined
      ? []
      : [{ id, startedAt, finishedAt }],
  );
}

export function dayOf(at: EpochMs): EpochMs {
  return Math.floor(at / dayMs) * dayMs;
}

function boundsOf({ from, to }: TimeWindow, grain: Filter['grain']): TimeWindow {
  if (grain === 'second') return { from, to };
  return { from: dayOf(from), to: grain === 'midnights' ? dayOf(to) : dayOf(to) + dayMs };
}

function isIn(by: Filter['by'], { startedAt, finishedAt }: EndedJob, { from, to }: TimeWindow): boolean {
  if (from >= to) return false;
  switch (by) {
    case 'start':
      return from <= startedAt && startedAt < to;
    case 'end':
      return from <= finishedAt && finishedAt < to;
    case 'overlap':
      return startedAt < to && from <= finishedAt;
    case 'within':
      return from <= startedAt && finishedAt < to;
    case 'nothing':
      return true;
  }
}
