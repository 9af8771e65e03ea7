import type { Store } from '../domain/store.ts';
import { type Clock, type MonotonicMs, msSince } from '../domain/time.ts';

/** A write wears a disk and costs a request. */
const everyMs = 60_000;
const place = { collection: 'upkeep', partition: 'all', key: 'written' };

/**
 * Returns a function that resolves if the store took the last write that was tried. It tries one itself, of a record of its own, if
 * the last was a minute ago. Rejects with `StoreError`.
 */
export function createWriteProbe(store: Pick<Store, 'put'>, clock: Clock): () => Promise<void> {
  let last: { readonly at: MonotonicMs; readonly written: Promise<void> } | undefined;
  return () => {
    if (!last || msSince(last.at, clock) >= everyMs) {
      const written = store.put(place, { at: clock.now() }).then(() => undefined);
      last = { at: clock.monotonic(), written };
    }
    return last.written;
  };
}
