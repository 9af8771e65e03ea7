import type { JobState } from '../../../domain/job.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { WatchSpec } from '../../../domain/watch-order.ts';

/** The outcome of a run, as far as it matters for its service. */
export interface RunResult {
  readonly id: string;
  readonly state: JobState;
  readonly startedAt: EpochMs | undefined;
  readonly endedAt: EpochMs;
  /** Absent if the index isn't read by location, and in older records. */
  readonly location?: string | undefined;
}

/** What counts as a failure, and how many in a row open an incident. */
export type FailureRule = Pick<WatchSpec, 'inARow' | 'isPartialIncluded'>;

/** Failures with no clean run between them, and the clean run after them. */
export interface Streak<R extends RunResult> {
  readonly runs: readonly R[];
  /** Undefined if none has followed yet. */
  readonly clearedBy: R | undefined;
}

/** True for a run that the rule counts as a failure. One with exceptions neither fails nor recovers a service. */
export function isFailure({ state }: RunResult, { isPartialIncluded }: Omit<FailureRule, 'inARow'>): boolean {
  return state === 'failed' || (isPartialIncluded && state === 'partiallyFinished');
}

/**
 * True if a clean run proves that its service has recovered from all of `failures`: it began after the last of them had
 * ended, in the same location. A run beside a failure, or in another location, proves nothing.
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

/** A failure that an older version recorded has no location: a run in any location may end it. */
function isSamePlace({ location }: RunResult, failure: RunResult): boolean {
  return failure.location === undefined || failure.location === location;
}

/** Groups runs of one service by location; in one group if the index isn't read by location. */
export function byLocation<R extends RunResult>(runs: readonly R[]): readonly (readonly R[])[] {
  const groups = new Map<string | undefined, R[]>();
  for (const run of runs) groups.set(run.location, [...(groups.get(run.location) ?? []), run]);
  return [...groups.values()];
}

/**
 * Splits the failures of one service at its clean runs, in the order of their ends, for each location separately. A
 * clean run that ended at the same time as a failure counts after it.
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
