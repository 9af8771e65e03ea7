import { type Clock, type EpochMs, type MonotonicMs, msSince } from '../domain/time.ts';

/** Clocks are corrected by less than this all the time. */
export const usualCorrectionMs = 5_000;

/**
 * Returns a function to be called before each pass. It calls `mend` if the wall clock was set back since the last call,
 * and the first time, as that may have happened before this process. If `mend` rejects, so does the function, and the
 * next call tries again.
 */
export function createSetBackRepair(clock: Clock, mend: () => Promise<void>): () => Promise<void> {
  let last: { readonly wall: EpochMs; readonly at: MonotonicMs } | undefined;
  return async () => {
    const isDue = !last || last.wall + msSince(last.at, clock) - clock.now() > usualCorrectionMs;
    const [wall, at] = [clock.now(), clock.monotonic()];
    if (isDue) await mend();
    last = { wall, at };
  };
}
