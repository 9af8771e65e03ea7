import { backOffMs } from '../../domain/back-off.ts';
import { JobSourceError, type JobSourceErrorCode } from '../../domain/job-source.ts';
import { type Clock, type MonotonicMs, msSince } from '../../domain/time.ts';

/** When what failed may be tried again: each by its name. */
export interface BackOff {
  mayTry(name: string): boolean;
  succeeded(name: string): void;
  failed(name: string, error: unknown): void;
  /** How often it failed since it last succeeded. */
  failures(name: string): number;
  /** Lets everything be tried again at once. */
  clear(): void;
}

export interface BackOffParts {
  readonly clock: Clock;
  /** Evenly spread over 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  /** The first pause. */
  readonly firstMs: number;
  /** The longest pause after an answer that refuses. */
  readonly longestMs: number;
}

const jitter = [0.75, 1.25] as const;

/** Pauses double, with a quarter of jitter either way; but for a source that is out of reach they stay short. */
export function createBackOff({ clock, random, firstMs, longestMs }: BackOffParts): BackOff {
  const pauses = new Map<
    string,
    { readonly count: number; readonly from: MonotonicMs; readonly ms: number }
  >();
  return {
    mayTry(name) {
      const pause = pauses.get(name);
      return !pause || msSince(pause.from, clock) >= pause.ms;
    },
    succeeded(name) {
      pauses.delete(name);
    },
    failures: name => pauses.get(name)?.count ?? 0,
    clear() {
      for (const [name, pause] of pauses) pauses.set(name, { ...pause, ms: 0 });
    },
    failed(name, error) {
      const count = (pauses.get(name)?.count ?? 0) + 1;
      const ms = backOffMs(isOutOfReach(error) ? 1 : count, { firstMs, longestMs, jitter }, random());
      pauses.set(name, { count, from: clock.monotonic(), ms });
    },
  };
}

/** Returns true if the source gave no answer that would be the same the next time. */
export function isOutOfReach(error: unknown): boolean {
  return error instanceof JobSourceError && isTransient(error.code);
}

/** Returns true if the next try may not meet the same error. */
export function isTransient(code: JobSourceErrorCode): boolean {
  return code === 'unavailable' || code === 'timed-out' || code === 'rate-limited';
}

/** Returns true if the source answered, but refuses this question. */
export function isRefusal(error: unknown): error is JobSourceError {
  return error instanceof JobSourceError && ['rejected', 'forbidden'].includes(error.code);
}
