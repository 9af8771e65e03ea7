import type { Store } from '../../src/domain/store.ts';
import type { WalkableStore } from '../../src/store/whole-store.ts';
import { createMemoryStore } from './memory-store.ts';

/** A store in memory whose content can be compared: its records by collection, partition and key, as JSON. */
export function createWatchedStore(): WalkableStore & { contents(): Readonly<Record<string, unknown>> } {
  const store = createMemoryStore();
  const records = new Map<string, unknown>();
  return {
    ...store,
    async put(place, value, expected) {
      const version = await store.put(place, value, expected);
      if (version !== undefined) records.set(nameOf(place), JSON.parse(JSON.stringify(value)));
      return version;
    },
    async remove(place, expected) {
      const isRemoved = await store.remove(place, expected);
      if (isRemoved) records.delete(nameOf(place));
      return isRemoved;
    },
    contents: () => Object.fromEntries([...records].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function nameOf({ collection, partition, key }: Parameters<Store['get']>[0]): string {
  return `${collection} ${partition} ${key}`;
}
