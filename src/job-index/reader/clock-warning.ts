import type { Log } from '../../domain/log.ts';
import type { Clock, MonotonicMs } from '../../domain/time.ts';
import { hasPassed } from './context.ts';

/** A smaller difference is usual. */
const warnedMs = 60_000;
const everyMs = 3_600_000;

/** Returns a function that warns in the log, once an hour at most, if AvePoint's clock and ours differ by more than a minute. */
export function createClockWarning(clock: Clock, log: Log, aheadMs: () => number | undefined): () => void {
  let at: MonotonicMs | undefined;
  return () => {
    const ahead = aheadMs() ?? 0;
    if (Math.abs(ahead) <= warnedMs || !hasPassed(everyMs, at, clock)) return;
    at = clock.monotonic();
    log.warn({ aheadSeconds: Math.round(ahead / 1_000) }, "AvePoint's clock differs from this machine's");
  };
}
