import { LRUCache } from 'lru-cache';
import { type Clock, type MonotonicMs, msBetween, plusMs } from '../domain/time.ts';

/** How often one person may ask. */
export interface AskLimits {
  /** Of what can reach AvePoint; 0 for no limit. */
  readonly asksPerMinute: number;
  /**
   * Counts one, if it may be: undefined then, else after how many milliseconds it may. What can reach AvePoint is counted
   * by itself, so that it keeps nobody from acknowledging a fault.
   */
  take(who: string, isAsking: boolean): number | undefined;
}

const minuteMs = 60_000;
/** More people do not ask within a minute; who was not heard for longest starts afresh. */
const mostPeople = 10_000;
/** What reaches no API; no thumb is as fast. */
const othersPerMinute = 120;

/** `asksPerMinute` at once, and then as many a minute; no limit where it is 0. */
export function createAskLimits(asksPerMinute: number, clock: Clock): AskLimits {
  if (asksPerMinute === 0) return { asksPerMinute, take: () => undefined };
  const asking = limited(asksPerMinute, clock);
  const other = limited(Math.max(asksPerMinute, othersPerMinute), clock);
  return { asksPerMinute, take: (who, isAsking) => (isAsking ? asking : other)(who) };
}

/** A bucket each: what is kept is the moment at which it is full again. */
function limited(perMinute: number, clock: Clock): (who: string) => number | undefined {
  const fullAt = new LRUCache<string, MonotonicMs>({ max: mostPeople });
  const oneMs = minuteMs / perMinute;
  return who => {
    const now = clock.monotonic();
    const full = fullAt.get(who);
    const next = plusMs(full !== undefined && full > now ? full : now, oneMs);
    const waitMs = msBetween(now, next) - minuteMs;
    // Fractions of a millisecond add up.
    if (waitMs >= 1) return Math.ceil(waitMs);
    fullAt.set(who, next);
    return undefined;
  };
}
