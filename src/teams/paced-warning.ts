import type { Log } from '../domain/log.ts';
import { type Clock, type MonotonicMs, msSince } from '../domain/time.ts';

const pauseMs = 60_000;

/**
 * Warns once a minute at most, with how many were left out since: what a caller sends as fast as it likes must not fill the
 * log. Each one is counted in the metrics.
 */
export function createPacedWarning({
  log,
  clock,
  message,
}: {
  readonly log: Log;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly message: string;
}): (fields: object) => void {
  let loggedAt: MonotonicMs | undefined;
  let leftOut = 0;
  return fields => {
    if (loggedAt && msSince(loggedAt, clock) < pauseMs) {
      leftOut += 1;
      return;
    }
    log.warn({ ...fields, ...(leftOut > 0 && { leftOut }) }, message);
    loggedAt = clock.monotonic();
    leftOut = 0;
  };
}
