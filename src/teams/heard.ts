import { LRUCache } from 'lru-cache';
import type { Log } from '../domain/log.ts';
import type { Place, Places } from '../domain/place.ts';
import { type Clock, type MonotonicMs, msBetween } from '../domain/time.ts';

/** Places that were heard of lately; each costs the store a look once in so long. */
const [keptAtMost, lookMs] = [10_000, 5_000];

/**
 * Tells `places` that a person wrote in one, so that addresses stay fresh and refusals end. The answer does not wait for
 * it, and a failure leaves only a line in the log.
 */
export function createHeard(places: Pick<Places, 'heard'>, clock: Clock, log: Log): (place: Place) => void {
  const lately = new LRUCache<string, { readonly text: string; readonly at: MonotonicMs }>({
    max: keptAtMost,
  });
  return place => {
    const name = JSON.stringify([place.home, place.id]);
    const [text, at] = [JSON.stringify(place), clock.monotonic()];
    const last = lately.get(name);
    if (last?.text === text && msBetween(last.at, at) < lookMs) return;
    lately.set(name, { text, at });
    places.heard(place).catch((err: unknown) => {
      lately.delete(name);
      log.warn({ err, place: place.id }, 'a place could not be brought up to date');
    });
  };
}
