import type { Log, RecordRefusal } from '../domain/log.ts';
import type { Meter } from '../domain/meter.ts';
import { type Clock, type MonotonicMs, msSince } from '../domain/time.ts';

const pauseMs = 60_000;

/**
 * Counts all refused requests. Logs each message once a minute at most, with how many were left out since: what a caller
 * sends as fast as it likes must not fill the log.
 */
export function createRefusedRequests({
  meter,
  log,
  clock,
}: {
  readonly meter: Meter;
  readonly log: Log;
  readonly clock: Pick<Clock, 'monotonic'>;
}): RecordRefusal {
  const logged = new Map<string, { readonly at: MonotonicMs; leftOut: number }>();
  return (reason, fields, message) => {
    meter.count('refusedRequests', 1, { reason });
    const last = logged.get(message);
    if (last && msSince(last.at, clock) < pauseMs) {
      last.leftOut += 1;
      return;
    }
    const leftOut = last?.leftOut ?? 0;
    log.warn({ ...fields, ...(leftOut > 0 && { leftOut }) }, message);
    logged.set(message, { at: clock.monotonic(), leftOut: 0 });
  };
}
