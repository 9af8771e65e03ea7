import type { JobSourceError, QueuedRequest } from '../domain/job-source.ts';
import { type Clock, type MonotonicMs, msBetween, msUntil } from '../domain/time.ts';
import type { Outcome } from './http.ts';

export interface Attempted {
  readonly outcome: Outcome;
  readonly endedAt: MonotonicMs;
  /** Without the wait before it. */
  readonly tookMs: number;
}

interface AttemptParts {
  readonly clock: Clock;
  /** Undefined if no connection is waited for. */
  readonly queued: QueuedRequest | undefined;
  readonly until: MonotonicMs;
  /** The limit of the attempt, if more than that is left. */
  readonly timeoutMs: number;
  readonly attempt: (limitMs: number) => Promise<Outcome>;
  /** Returns the error to throw if the time is over. */
  readonly late: () => JobSourceError;
}

/** Waits for a free connection and makes one attempt. What it waits is missing for the attempt. Throws `busy`, or what `late` returns. */
export async function attemptInTurn({
  clock,
  queued,
  until,
  timeoutMs,
  attempt,
  late,
}: AttemptParts): Promise<Attempted> {
  if (msUntil(until, clock) <= 0) throw late();
  const leave = await queued?.enter(until);
  try {
    const startedAt = clock.monotonic();
    const leftMs = msBetween(startedAt, until);
    if (leftMs <= 0) throw late();
    const outcome = await attempt(Math.min(timeoutMs, leftMs));
    const endedAt = clock.monotonic();
    return { outcome, endedAt, tookMs: msBetween(startedAt, endedAt) };
  } finally {
    leave?.();
  }
}
