import { type Clock, type MonotonicMs, msSince } from '../domain/time.ts';

/** A map that forgets each entry a fixed time after it was last set. */
export interface RecentMap<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  delete(key: string): void;
  /** Entries in memory. */
  size(): number;
}

/**
 * Creates a map without a fixed limit, for keys that may never come again: each `set` removes the entries that are
 * over. So it has no more entries than were set within `maxAgeMs`.
 */
export function createRecentMap<V>(maxAgeMs: number, clock: Pick<Clock, 'monotonic'>): RecentMap<V> {
  /** Sorted by `setAt`, the oldest first. */
  const entries = new Map<string, { readonly value: V; readonly setAt: MonotonicMs }>();
  const isOver = (setAt: MonotonicMs) => msSince(setAt, clock) >= maxAgeMs;

  return {
    get(key) {
      const entry = entries.get(key);
      return entry && !isOver(entry.setAt) ? entry.value : undefined;
    },
    set(key, value) {
      for (const [oldest, { setAt }] of entries) {
        if (!isOver(setAt)) break;
        entries.delete(oldest);
      }
      // Deleted first, since only a new key moves to the end.
      entries.delete(key);
      entries.set(key, { value, setAt: clock.monotonic() });
    },
    delete: key => void entries.delete(key),
    size: () => entries.size,
  };
}
