import { LRUCache } from 'lru-cache';
import { type Clock, inMs, type MonotonicMs, msUntil } from '../domain/time.ts';

/** More people aren't refused within a minute; the one whose last refusal is longest ago is answered once too often. */
const mostKept = 10_000;

/** Tells the first refusal from those that say the same again. */
export interface RefusalPacing {
  /** Returns true if `refusal` was begun less than its `quietMs` ago; begins it otherwise. */
  isRepeated(refusal: string, quietMs: number): boolean;
}

/** Paces refusals by their names: person, right, conversation and reason. Bounded. */
export function createRefusalPacing(clock: Clock): RefusalPacing {
  const quietUntil = new LRUCache<string, MonotonicMs>({ max: mostKept });
  return {
    isRepeated(refusal, quietMs) {
      const until = quietUntil.get(refusal);
      if (until !== undefined && msUntil(until, clock) > 0) return true;
      quietUntil.set(refusal, inMs(quietMs, clock));
      return false;
    },
  };
}
