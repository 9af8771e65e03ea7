/** Pauses between tries of the same thing, which grow with each failure. */
export interface BackOffTimes {
  /** The pause after the first failure. */
  readonly firstMs: number;
  readonly longestMs: number;
  /** By how much each pause is longer than the one before; 2 unless given. */
  readonly factor?: number;
  /**
   * The least and the most of the pause that chance may choose, as parts of it. Unless given, 0 to 1: full jitter, which keeps
   * many callers that failed at the same time from coming back at the same time.
   */
  readonly jitter?: readonly [least: number, most: number];
}

/** Returns the pause after so many failures (1 for the first), without jitter. */
export function pauseMs(failures: number, { firstMs, longestMs, factor = 2 }: BackOffTimes): number {
  return Math.min(longestMs, firstMs * factor ** (failures - 1));
}

/** Returns the pause after so many failures (1 for the first), with jitter. `random` is 0 (inclusive) to 1 (exclusive). */
export function backOffMs(failures: number, times: BackOffTimes, random: number): number {
  const [least, most] = times.jitter ?? [0, 1];
  return pauseMs(failures, times) * (least + (most - least) * random);
}
