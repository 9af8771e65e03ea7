import type { Meter, metered } from '../domain/meter.ts';
import type { Store } from '../domain/store.ts';

/** Returns the store with a counter of its failures. */
export function createMeteredStore(store: Store, meter: Meter): Store {
  const counting = async <T>(
    operation: (typeof metered.storeOperations)[number],
    work: Promise<T>,
  ): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      meter.count('storeFailures', 1, { operation });
      throw error;
    }
  };
  return {
    isShared: store.isShared,
    get: place => counting('get', store.get(place)),
    list: (collection, partition, range) => counting('list', store.list(collection, partition, range)),
    put: (place, value, expected) => counting('put', store.put(place, value, expected)),
    remove: (place, expected) => counting('remove', store.remove(place, expected)),
    close: () => store.close(),
  };
}
