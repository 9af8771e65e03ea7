import { LRUCache } from 'lru-cache';
import { AskedTooOftenError, type Asker } from '../domain/asker.ts';
import { type Clock, type MonotonicMs, msBetween, plusMs } from '../domain/time.ts';

/** Rate limits for one user. */
export interface AskLimits {
  /** Requests to AvePoint that a user's questions may take in a minute; 0 for no limit. */
  readonly requestsPerMinute: number;
  /**
   * Counts one question or, if `isAsking` is false, one action. Returns undefined if it's allowed, else after how many
   * milliseconds it is. The two have separate limits, so that no number of questions stops a user from acknowledging an
   * incident.
   */
  take(who: string, isAsking: boolean): number | undefined;
  /** Returns the counter of the requests to AvePoint that one question of this user makes. */
  asker(who: string): Asker;
}

const minuteMs = 60_000;
/** More users don't ask within a minute. The one whose last question is longest ago starts afresh. */
const mostUsers = 10_000;
/** Limit for what makes no request to AvePoint; faster than a user can tap. */
const othersPerMinute = 120;

/**
 * Allows `requestsPerMinute` at once, and then as many a minute; 0 means no limit. A question whose first request is
 * allowed may make more than are left: the next question waits until they are made up for. A question without requests
 * is never refused for it.
 */
export function createAskLimits(requestsPerMinute: number, clock: Clock): AskLimits {
  if (requestsPerMinute === 0) return { requestsPerMinute, take: () => undefined, asker: unlimited };
  const requests = createBuckets(requestsPerMinute, clock);
  const others = Math.max(requestsPerMinute, othersPerMinute);
  const [questions, actions] = [createBuckets(others, clock), createBuckets(others, clock)];
  return {
    requestsPerMinute,
    take: (who, isAsking) => (isAsking ? questions : actions).take(who),
    asker(who) {
      let hasBegun = false;
      return {
        who,
        pay() {
          const waitMs = hasBegun ? requests.add(who, 1) : requests.take(who);
          if (waitMs !== undefined) throw new AskedTooOftenError(waitMs);
          hasBegun = true;
        },
        share() {
          hasBegun = true;
        },
        refund: () => requests.add(who, -1),
      };
    },
  };
}

function unlimited(who: string): Asker {
  return { who, pay: () => {}, share: () => {}, refund: () => {} };
}

/** Creates a token bucket for each user, stored as the moment when it will be full again. */
function createBuckets(perMinute: number, clock: Clock) {
  const fullAt = new LRUCache<string, MonotonicMs>({ max: mostUsers });
  const oneMs = minuteMs / perMinute;

  /** Returns when the bucket is full again if `count` are taken now. */
  function after(who: string, count: number): MonotonicMs {
    const now = clock.monotonic();
    const full = fullAt.get(who);
    return plusMs(full !== undefined && full > now ? full : now, count * oneMs);
  }

  return {
    /** Takes one token. Returns undefined if there was one, else after how many milliseconds there will be. */
    take(who: string): number | undefined {
      const next = after(who, 1);
      const waitMs = msBetween(clock.monotonic(), next) - minuteMs;
      // Fractions of a millisecond add up.
      if (waitMs >= 1) return Math.ceil(waitMs);
      fullAt.set(who, next);
      return undefined;
    },
    /** Takes `count` tokens, even if there are fewer; a negative count gives tokens back. */
    add(who: string, count: number): undefined {
      fullAt.set(who, after(who, count));
    },
  };
}
