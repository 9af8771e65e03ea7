import type { JobState } from '../../../domain/job.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { WatchWish } from '../../../domain/watch-order.ts';

/** As much of a run as says how its service is. */
export interface RunResult {
  readonly id: string;
  readonly state: JobState;
  readonly startedAt: EpochMs | undefined;
  readonly endedAt: EpochMs;
  /** Absent if the index isn't read by location, and in older records. */
  readonly location?: string | undefined;
}

/** What counts as a failure, and how many of them in a row are a fault. */
export type FailureRule = Pick<WatchWish, 'inARow' | 'isPartialIncluded'>;

/** Failures with no clean run between them, and the clean run after them. */
export interface Streak<R extends RunResult> {
  readonly runs: readonly R[];
  /** Undefined while none has come. */
  readonly clearedBy: R | undefined;
}

/** True for a run that the rule counts as a failure. One with exceptions neither fails nor clears anything. */
export function isFailure({ state }: RunResult, { isPartialIncluded }: Omit<FailureRule, 'inARow'>): boolean {
  return state === 'failed' || (isPartialIncluded && state === 'partiallyFinished');
}

/**
 * True if a clean run proves that its service has recovered from all of `failures`: it began once the last of them had
 * ended, and in the same location. One that ran beside a failure, or elsewhere, proves nothing.
 */
export function provesRecovery(run: RunResult, failures: readonly RunResult[]): boolean {
  const { startedAt, state } = run;
  return (
    state === 'finished' &&
    failures.every(
      failure => startedAt !== undefined && startedAt >= failure.endedAt && isSamePlace(run, failure),
    )
  );
}

/** A failure that an older version recorded has no location: a run in any may clear it. */
function isSamePlace({ location }: RunResult, failure: RunResult): boolean {
  return failure.location === undefined || failure.location === location;
}

/** Runs of one service by their locations; of one if it isn't read by location. */
export function byLocation<R extends RunResult>(runs: readonly R[]): readonly (readonly R[])[] {
  const groups = new Map<string | undefined, R[]>();
  for (const run of runs) groups.set(run.location, [...(groups.get(run.location) ?? []), run]);
  return [...groups.values()];
}

/**
 * The failures among runs of one service, separated by clean ones, in the order of their ends; of each location for itself. A
 * clean run that ended with a failure lies behind it.
 */
export function streaksOf<R extends RunResult>(
  runs: readonly R[],
  rule: Omit<FailureRule, 'inARow'>,
): readonly Streak<R>[] {
  return byLocation(runs).flatMap(those => streaksOfOne(those, rule));
}

function streaksOfOne<R extends RunResult>(
  runs: readonly R[],
  rule: Omit<FailureRule, 'inARow'>,
): readonly Streak<R>[] {
  const streaks: Streak<R>[] = [];
  let current: R[] = [];
  const inOrder = runs.toSorted(
    (a, b) => a.endedAt - b.endedAt || Number(isFailure(b, rule)) - Number(isFailure(a, rule)),
  );
  for (const run of inOrder) {
    if (isFailure(run, rule)) current.push(run);
    else if (current.length > 0 && provesRecovery(run, current)) {
      streaks.push({ runs: current, clearedBy: run });
      current = [];
    }
  }
  return current.length > 0 ? [...streaks, { runs: current, clearedBy: undefined }] : streaks;
}
