/** An instant: whole milliseconds since 1970-01-01T00:00:00Z. By the wall clock, which can be set. */
export type EpochMs = number;

declare const monotonic: unique symbol;

/**
 * A moment of this process's own clock, which runs evenly and can't be set. Two of them can be compared and subtracted,
 * and mean nothing in another process. The type isn't a number, so that it can't be mixed up with `EpochMs`.
 */
export type MonotonicMs = { readonly [monotonic]: never };

/** The only source of time, so that a test can pass its own. */
export interface Clock {
  /** The wall clock: for due times, for what is shown and for what is stored. */
  now(): EpochMs;
  /** The monotonic clock: for waits, limits, pauses, and how long something takes or lasts. */
  monotonic(): MonotonicMs;
}

/** Converts milliseconds of a monotonic clock, such as `performance.now()`. */
export function monotonicMs(ms: number): MonotonicMs {
  return ms as unknown as MonotonicMs;
}

/** Returns the moment `ms` later. */
export function plusMs(moment: MonotonicMs, ms: number): MonotonicMs {
  return monotonicMs((moment as unknown as number) + ms);
}

/** Returns the time from `from` to `to`; negative if `to` is earlier. */
export function msBetween(from: MonotonicMs, to: MonotonicMs): number {
  return (to as unknown as number) - (from as unknown as number);
}

/** Returns the time until `end`; negative if it's over. */
export function msUntil(end: MonotonicMs, clock: Pick<Clock, 'monotonic'>): number {
  return msBetween(clock.monotonic(), end);
}

/** Returns the time since `start`. */
export function msSince(start: MonotonicMs, clock: Pick<Clock, 'monotonic'>): number {
  return msBetween(start, clock.monotonic());
}

/** Returns the moment `ms` from now. */
export function inMs(ms: number, clock: Pick<Clock, 'monotonic'>): MonotonicMs {
  return plusMs(clock.monotonic(), ms);
}

/**
 * Returns true if `at` was less than `ms` ago. If it's in the future, the clock was set back, and `at` counts as long
 * ago.
 */
export function isLessThanAgo(at: EpochMs, ms: number, now: EpochMs): boolean {
  return at <= now && now - at < ms;
}

/**
 * Returns true until `end`. A wait of more than `longestMs` counts as over: the clock was set back since it started.
 */
export function isWaiting(end: EpochMs, longestMs: number, now: EpochMs): boolean {
  return now < end && end - now <= longestMs;
}

/**
 * A half-open period: `from` belongs to it, `to` doesn't. A side that is undefined has no limit. Both sides are whole
 * seconds, the finest precision that the jobs API is trusted with.
 */
export interface Span {
  readonly from: EpochMs | undefined;
  readonly to: EpochMs | undefined;
}
