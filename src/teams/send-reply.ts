import { backOffMs } from '../domain/back-off.ts';
import { retryAfterMs } from '../domain/retry-after.ts';
import { type Clock, type EpochMs, inMs, type MonotonicMs, msUntil } from '../domain/time.ts';
import { withTimeout } from '../domain/with-timeout.ts';
import { isPassing, SendError } from './send-error.ts';

export interface SendingParts {
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
}

const mostAttempts = 4;
const backOff = { firstMs: 500, longestMs: 4_000 };

/**
 * Sends an answer, and again after a refusal that isPassing, but never beyond `until`. If the channel took an answer that it
 * refused, the answer appears twice: that does less harm than none.
 *
 * @returns what `send` resolves with.
 * @throws what `send` threw last, or `SendError` without a status if it had no end by `until`.
 */
export async function sendReply<T>(
  send: () => Promise<T>,
  until: MonotonicMs,
  { clock, sleep, random }: SendingParts,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      // The requests of a turn have no limit of their own, and one that stalls must not hold the turn.
      return await withTimeout(msUntil(until, clock), send, tooLate);
    } catch (error) {
      const waitMs = waitAfter(error, attempt, random(), clock.now());
      const fits = waitMs !== undefined && inMs(waitMs, clock) < until;
      if (!fits || attempt >= mostAttempts) throw error;
      await sleep(waitMs);
    }
  }
}

function waitAfter(error: unknown, attempt: number, random: number, now: EpochMs): number | undefined {
  if (!isPassing(error)) return undefined;
  const { date, retryAfter } = error as Partial<SendError>;
  return retryAfterMs(retryAfter, date, now) ?? backOffMs(attempt, backOff, random);
}

const tooLate = () => new SendError({}, new Error('the channel did not take the answer in time'));
