import { retryAfterMs } from '../domain/retry-after.ts';
import { type Clock, type EpochMs, inMs, type MonotonicMs, msUntil } from '../domain/time.ts';
import type { NotTaken } from './connector.ts';

export interface SendingParts {
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
}

const mostAttempts = 4;
const firstBackOffMs = 500;

/** Refusals that pass: a conflict, too many sends, a gateway in between. A 500 does not, says Teams' documentation. */
const passingStatuses: ReadonlySet<number> = new Set([412, 429, 502, 503, 504]);
const passingCodes: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE'],
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * Sends an answer, again where the refusal is one that passes, and never beyond `until`. Where the channel had taken it
 * all the same, the answer stands there twice: that does less harm than none.
 *
 * @throws what `send` threw last, or an error if it had not come to an end by `until`.
 */
export async function sendReply(
  send: () => Promise<unknown>,
  until: MonotonicMs,
  { clock, sleep, random }: SendingParts,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await endingBy(send(), msUntil(until, clock));
      return;
    } catch (error) {
      const waitMs = waitAfter(error, attempt, random(), clock.now());
      const fits = waitMs !== undefined && inMs(waitMs, clock) < until;
      if (!fits || attempt >= mostAttempts) throw error;
      await sleep(waitMs);
    }
  }
}

function waitAfter(error: unknown, attempt: number, random: number, now: EpochMs): number | undefined {
  const { statusCode, code, date, retryAfter } = error as Partial<NotTaken>;
  const passes = statusCode === undefined ? passingCodes.has(code ?? '') : passingStatuses.has(statusCode);
  if (!passes) return undefined;
  return retryAfterMs(retryAfter, date, now) ?? random * firstBackOffMs * 2 ** (attempt - 1);
}

/** The requests of a turn have no limit of their own, and one that stalls must not hold the turn. */
async function endingBy(sending: Promise<unknown>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('the channel did not take the answer in time')), limitMs);
  });
  try {
    await Promise.race([sending, limit]);
  } finally {
    clearTimeout(timer);
  }
}
