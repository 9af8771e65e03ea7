import { LRUCache } from 'lru-cache';
import type { Log } from '../domain/log.ts';
import type { Place, Places } from '../domain/place.ts';

/** Places that were heard of lately; each costs the store a look once in so long. */
const kept = { max: 10_000, ttl: 60_000 };

/**
 * Tells `places` that somebody was heard somewhere, so that addresses stay fresh and troubles end. Nobody waits for it,
 * and where it fails nothing but a line in the log comes of it.
 */
export function createHeard(places: Places, log: Log): (place: Place) => void {
  const lately = new LRUCache<string, string>(kept);
  return place => {
    const name = JSON.stringify([place.home, place.id]);
    const now = JSON.stringify(place);
    if (lately.get(name) === now) return;
    lately.set(name, now);
    places.heard(place).catch((err: unknown) => {
      lately.delete(name);
      log.warn({ err, place: place.id }, 'a place could not be brought up to date');
    });
  };
}
