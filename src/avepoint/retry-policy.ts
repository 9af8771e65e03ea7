import { backOffMs } from '../domain/back-off.ts';
import { retryAfterMs } from '../domain/retry-after.ts';
import type { EpochMs } from '../domain/time.ts';
import type { HttpResponse, Outcome } from './http.ts';

/** Attempts at one request, the first included, unless the request has a number of its own. */
const usualAttempts = 5;
const backOff = { firstMs: 250, longestMs: 4_000 };
/** A wait is only worth it if at least this much is left for the attempt after it. */
export const leastAttemptMs = 200;

const retriedStatuses: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** `retryAt`: when the service said to ask again, if it did. */
export type Next =
  | { readonly kind: 'accept' }
  | { readonly kind: 'retry'; readonly waitMs: number; readonly retryAt: EpochMs | undefined }
  | { readonly kind: 'give-up'; readonly retryAt: EpochMs | undefined };

export interface RetrySituation {
  readonly outcome: Outcome;
  /** 1 for the first. */
  readonly attempt: number;
  /** 5 unless given. */
  readonly mostAttempts?: number | undefined;
  /** By which a date in Retry-After is measured if the answer has none of its own. */
  readonly now: EpochMs;
  /** The time that is left for waiting and asking again. */
  readonly leftMs: number;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: number;
}

/**
 * What follows an attempt. Retried are failed connections, attempts that timed out, 408, 429, 500, 502, 503, 504 and a
 * 200 without JSON, which something on the way has sent or cut; every other answer stands. The wait is the one of Retry-After,
 * neither shorter nor longer; else a random part of 250 ms, doubled with each attempt, at most 4 s. A wait that leaves no room
 * for an attempt in the time that is left is not begun.
 */
export function decideNext({
  outcome,
  attempt,
  mostAttempts = usualAttempts,
  now,
  leftMs,
  random,
}: RetrySituation): Next {
  if (outcome.kind === 'too-large') return { kind: 'give-up', retryAt: undefined };
  if (outcome.kind === 'response' && !isPassing(outcome)) return { kind: 'accept' };
  const toldMs =
    outcome.kind === 'response' ? retryAfterMs(outcome.retryAfter, outcome.date, now) : undefined;
  const waitMs = toldMs ?? Math.floor(backOffMs(attempt, backOff, random));
  const fits = waitMs + leastAttemptMs <= leftMs;
  const retryAt = toldMs === undefined ? undefined : now + toldMs;
  return attempt < mostAttempts && fits ? { kind: 'retry', waitMs, retryAt } : { kind: 'give-up', retryAt };
}

function isPassing({ status, body }: HttpResponse): boolean {
  return retriedStatuses.has(status) || (status === 200 && body === undefined);
}
