import { LRUCache } from 'lru-cache';
import { AskedTooOftenError, type Asker } from '../domain/asker.ts';
import { type Clock, type MonotonicMs, msBetween, plusMs } from '../domain/time.ts';

/** How much one user may ask and do. */
export interface AskLimits {
  /** Requests to AvePoint that a user's questions may take in a minute; 0 for no limit. */
  readonly requestsPerMinute: number;
  /**
   * Counts one question, or one that only acts, if it may be: undefined then, else after how many milliseconds it may.
   * Questions are counted by themselves, so that no number of them stops a user from acknowledging a fault.
   */
  take(who: string, isAsking: boolean): number | undefined;
  /** Counts the requests to AvePoint that one question of this user takes, as they are sent. */
  asker(who: string): Asker;
}

const minuteMs = 60_000;
/** More people do not ask within a minute; who was not heard for longest starts afresh. */
const mostPeople = 10_000;
/** What reaches no API; no thumb is as fast. */
const othersPerMinute = 120;

/**
 * `requestsPerMinute` at once, and then as many a minute; no limit if it's 0. A question whose first request is allowed may take
 * more than are left: then the next one waits until they are made up for. One that takes none is never refused for it.
 */
export function createAskLimits(requestsPerMinute: number, clock: Clock): AskLimits {
  if (requestsPerMinute === 0) return { requestsPerMinute, take: () => undefined, asker: unlimited };
  const requests = createBuckets(requestsPerMinute, clock);
  const others = Math.max(requestsPerMinute, othersPerMinute);
  const [questions, acts] = [createBuckets(others, clock), createBuckets(others, clock)];
  return {
    requestsPerMinute,
    take: (who, isAsking) => (isAsking ? questions : acts).take(who),
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

/** A bucket for each user: what is stored is the moment at which it is full again. */
function createBuckets(perMinute: number, clock: Clock) {
  const fullAt = new LRUCache<string, MonotonicMs>({ max: mostPeople });
  const oneMs = minuteMs / perMinute;

  /** When the bucket is full again with so many taken out now. */
  function after(who: string, count: number): MonotonicMs {
    const now = clock.monotonic();
    const full = fullAt.get(who);
    return plusMs(full !== undefined && full > now ? full : now, count * oneMs);
  }

  return {
    /** Takes one if there is one: undefined then, else after how many milliseconds there is. */
    take(who: string): number | undefined {
      const next = after(who, 1);
      const waitMs = msBetween(clock.monotonic(), next) - minuteMs;
      // Fractions of a millisecond add up.
      if (waitMs >= 1) return Math.ceil(waitMs);
      fullAt.set(who, next);
      return undefined;
    },
    /** Takes so many, also if there are fewer; or gives some back if it's negative. */
    add(who: string, count: number): undefined {
      fullAt.set(who, after(who, count));
    },
  };
}
