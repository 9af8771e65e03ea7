import type { Job, JobType, Service } from '../../domain/job.ts';
import type { EpochMs } from '../../domain/time.ts';
import { historyMs } from '../read-state.ts';
import { hasDisappeared, isGone, type Run } from '../run.ts';
import type { IndexView, NewsMark } from '../view.ts';

/** A day less than AvePoint is read back at the first start, so that the border is inside at any hour. */
export const wholeHistoryMs = historyMs - 24 * 3_600_000;

/** Jobs that started from `from` on, and before `to`. */
export interface RunFilter {
  readonly type: JobType | undefined;
  /** Undefined: of all services, and of none that is known. */
  readonly service: Service | undefined;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** The runs of a filter that AvePoint still lists, in no order. */
export function runsOf(
  { mirror }: Pick<IndexView, 'mirror'>,
  { type, service, from, to }: RunFilter,
): readonly Run[] {
  return mirror.between(from, to, { type, service }).filter(run => !isGone(run));
}

/** The locations of these runs: none if they weren't read by location. */
export function locationsOf(runs: Iterable<Run>): readonly string[] {
  return [...new Set(Array.from(runs, ({ location }) => location))].filter(name => name !== undefined);
}

/** The job of a run as it was known at a news mark: an end with a later number isn't known yet. */
export function jobAt(run: Run, mark: NewsMark | undefined): Job {
  if (mark === undefined || run.news === undefined || run.news <= mark.until) return jobOf(run);
  return {
    ...run.job,
    state: 'inProgress',
    stateText: undefined,
    finishedAt: undefined,
    durationMs: undefined,
  };
}

/** The job of a run as an overview counts it: how a run ended that disappeared isn't known. */
export function jobOf(run: Run): Job {
  return hasDisappeared(run) ? { ...run.job, state: undefined, stateText: 'Disappeared' } : run.job;
}
