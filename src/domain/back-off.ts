/** Pauses between retries, which grow with each failure. */
export interface BackOffTimes {
  /** The pause after the first failure. */
  readonly firstMs: number;
  readonly longestMs: number;
  /** Factor from one pause to the next; 2 if absent. */
  readonly factor?: number;
  /**
   * The range of the random part of a pause, as fractions of it. Absent means 0 to 1, full jitter, so that callers that
   * failed at the same time don't retry at the same time.
   */
  readonly jitter?: readonly [least: number, most: number];
}

/** Returns the pause after `failures` failures (1 after the first), without jitter. */
export function pauseMs(failures: number, { firstMs, longestMs, factor = 2 }: BackOffTimes): number {
  return Math.min(longestMs, firstMs * factor ** (failures - 1));
}

/**
 * Returns the pause after `failures` failures (1 after the first), with jitter. `random` is 0 (inclusive) to 1
 * (exclusive).
 */
export function backOffMs(failures: number, times: BackOffTimes, random: number): number {
  const [least, most] = times.jitter ?? [0, 1];
  return pauseMs(failures, times) * (least + (most - least) * random);
}
