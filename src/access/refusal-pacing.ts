import { LRUCache } from 'lru-cache';
import { type Clock, inMs, type MonotonicMs, msUntil } from '../domain/time.ts';

/** More users aren't refused within a minute. The one whose last refusal is longest ago gets one answer too many. */
const mostRefusals = 10_000;

/** Distinguishes the first refusal from its repetitions. */
export interface RefusalPacing {
  /** Returns true if the quiet time of an equal refusal isn't over. Otherwise starts it, and returns false. */
  isRepeated(refusal: string, quietMs: number): boolean;
}

/** Paces refusals by their names, of user, permission, conversation and reason. Bounded. */
export function createRefusalPacing(clock: Clock): RefusalPacing {
  const quietUntil = new LRUCache<string, MonotonicMs>({ max: mostRefusals });
  return {
    isRepeated(refusal, quietMs) {
      const until = quietUntil.get(refusal);
      if (until !== undefined && msUntil(until, clock) > 0) return true;
      quietUntil.set(refusal, inMs(quietMs, clock));
      return false;
    },
  };
}
