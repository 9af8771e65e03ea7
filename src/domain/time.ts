/** An instant: whole milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

/** The only way the product learns what time it is, so that a test can say so instead. */
export interface Clock {
  now(): EpochMs;
}

/** True if `at` was less than `ms` ago. If it lies ahead, the clock was set back, and `at` counts as long ago. */
export function isLessThanAgo(at: EpochMs, ms: number, now: EpochMs): boolean {
  return at <= now && now - at < ms;
}

/** True until `end`. A wait of more than `longestMs` is over: the clock was set back since it began. */
export function isWaiting(end: EpochMs, longestMs: number, now: EpochMs): boolean {
  return now < end && end - now <= longestMs;
}

/**
 * A stretch of time, half-open: `from` belongs to it, `to` does not. A side that is undefined has no bound.
 * Both sides lie on whole seconds, the finest step that the jobs API is trusted to keep.
 */
export interface Span {
  readonly from: EpochMs | undefined;
  readonly to: EpochMs | undefined;
}
