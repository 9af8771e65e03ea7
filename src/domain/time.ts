/** An instant: whole milliseconds since 1970-01-01T00:00:00Z. By the wall clock, which can be set. */
export type EpochMs = number;

declare const monotonic: unique symbol;

/**
 * A moment of this process's own clock, which runs evenly and can't be set. Two of them have an order and a distance, and
 * mean nothing in another process. It isn't a number to the compiler, so that it can't be mixed up with `EpochMs`.
 */
export type MonotonicMs = { readonly [monotonic]: never };

/** The only way the product learns what time it is, so that a test can pass its own. */
export interface Clock {
  /** The wall clock: for due times, for what is shown and for what is stored. */
  now(): EpochMs;
  /** The monotonic clock: for waits, limits, pauses, and how long something takes or lasts. */
  monotonic(): MonotonicMs;
}

/** Takes milliseconds of a monotonic clock, such as `performance.now()`, for a moment of it. */
export function monotonicMs(ms: number): MonotonicMs {
  return ms as unknown as MonotonicMs;
}

/** Returns the moment that is so much later. */
export function plusMs(moment: MonotonicMs, ms: number): MonotonicMs {
  return monotonicMs((moment as unknown as number) + ms);
}

/** Returns how long after `from` the moment `to` is; negative if it's before. */
export function msBetween(from: MonotonicMs, to: MonotonicMs): number {
  return (to as unknown as number) - (from as unknown as number);
}

/** Returns how much time is left until `end`; negative if it's over. */
export function msUntil(end: MonotonicMs, clock: Pick<Clock, 'monotonic'>): number {
  return msBetween(clock.monotonic(), end);
}

/** Returns how long ago `start` was. */
export function msSince(start: MonotonicMs, clock: Pick<Clock, 'monotonic'>): number {
  return msBetween(start, clock.monotonic());
}

/** Returns the moment that is so long from now. */
export function inMs(ms: number, clock: Pick<Clock, 'monotonic'>): MonotonicMs {
  return plusMs(clock.monotonic(), ms);
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
