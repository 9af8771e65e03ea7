import { LRUCache } from 'lru-cache';
import type { Member, Membership } from '../domain/membership.ts';
import { type Clock, inMs, type MonotonicMs, monotonicMs } from '../domain/time.ts';

const mostKept = 10_000;
/** How long somebody is taken for what their entry said. */
export const readMs = 24 * 3_600_000;
/** Whoever could not be read is refused: not for long, and without asking Teams at every word. */
export const unreadMs = 60_000;

/** Reads an entry once for all who wait for it, and keeps it for each conversation and person. */
export function createKeptMembership(membership: Membership, clock: Clock): Membership {
  const kept = new LRUCache<string, { entry: Promise<Member | undefined>; until: MonotonicMs }>({
    max: mostKept,
  });

  return {
    entry(place, personId) {
      const key = JSON.stringify([place.home, personId]);
      const known = kept.get(key);
      if (known && clock.monotonic() < known.until) return known.entry;
      const entry = membership.entry(place, personId);
      const one = { entry, until: monotonicMs(Infinity) };
      kept.set(key, one);
      return entry.then(member => {
        one.until = inMs(member ? readMs : unreadMs, clock);
        return member;
      });
    },
  };
}
