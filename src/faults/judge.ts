import type { JobState } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';
import type { WatchWish } from '../domain/watch-order.ts';

/** As much of a run as says how its service is. */
export interface Run {
  readonly id: string;
  readonly state: JobState;
  readonly startedAt: EpochMs | undefined;
  readonly endedAt: EpochMs;
}

/** What counts as a failure, and how many of them in a row are a fault. */
export type Rule = Pick<WatchWish, 'inARow' | 'isPartialIncluded'>;

/** Failures with no clean run between them, and the clean run after them. */
export interface Streak<R extends Run> {
  readonly runs: readonly R[];
  /** Undefined while none has come. */
  readonly clearedBy: R | undefined;
}

/** True for a run that the rule counts as a failure. One with exceptions neither fails nor clears anything. */
export function isFailure({ state }: Run, { isPartialIncluded }: Omit<Rule, 'inARow'>): boolean {
  return state === 'failed' || (isPartialIncluded && state === 'partiallyFinished');
}

/**
 * True where a clean run proves that its service has recovered from all of `failures`: it began once the last of them had
 * ended. One that ran beside a failure proves nothing.
 */
export function clears(run: Run, failures: readonly Run[]): boolean {
  const { startedAt, state } = run;
  return (
    state === 'finished' && failures.every(({ endedAt }) => startedAt !== undefined && startedAt >= endedAt)
  );
}

/**
 * The failures among runs of one service, parted by clean ones, in the order of their ends. A clean run that ended with a
 * failure lies behind it.
 */
export function streaksOf<R extends Run>(
  runs: readonly R[],
  rule: Omit<Rule, 'inARow'>,
): readonly Streak<R>[] {
  const streaks: Streak<R>[] = [];
  let current: R[] = [];
  const inOrder = runs.toSorted(
    (a, b) => a.endedAt - b.endedAt || Number(isFailure(b, rule)) - Number(isFailure(a, rule)),
  );
  for (const run of inOrder) {
    if (isFailure(run, rule)) current.push(run);
    else if (current.length > 0 && clears(run, current)) {
      streaks.push({ runs: current, clearedBy: run });
      current = [];
    }
  }
  return current.length > 0 ? [...streaks, { runs: current, clearedBy: undefined }] : streaks;
}
