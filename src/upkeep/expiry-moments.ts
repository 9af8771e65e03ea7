import type { EpochMs } from '../domain/time.ts';

const dayMs = 24 * 3_600_000;

/** Days before the end on which it is told of: a month before, then each week, then each day, and when it is over. */
const moments = [30, 23, 16, 9, 3, 2, 1, 0] as const;

/**
 * The latest of the moments that has passed, in days before `at`; undefined where there is time yet. What was missed while the
 * product was down is not told one by one.
 */
export function momentPassed(at: EpochMs, now: EpochMs): number | undefined {
  return moments.findLast(days => now >= at - days * dayMs);
}
