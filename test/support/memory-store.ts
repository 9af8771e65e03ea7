import type { RecordKey, StoredRecord } from '../../src/domain/store.ts';
import type { WalkableStore } from '../../src/store/whole-store.ts';

/** A store that forgets; the same contract suite is run on it as on the real ones. */
export function createMemoryStore({ isShared = false } = {}): WalkableStore {
  const partitions = new Map<string, Map<string, StoredRecord>>();
  let versions = 0;

  function partitionOf({ collection, partition }: Omit<RecordKey, 'key'>): Map<string, StoredRecord> {
    const name = JSON.stringify([collection, partition]);
    const known = partitions.get(name) ?? new Map<string, StoredRecord>();
    partitions.set(name, known);
    return known;
  }

  return {
    isShared,
    async *all(wanted) {
      for (const [name, records] of [...partitions]) {
        const [collection, partition] = JSON.parse(name) as [string, string];
        if (wanted !== undefined && collection !== wanted) continue;
        for (const { key, value } of [...records.values()]) yield { collection, partition, key, value };
      }
    },
    get: async place => partitionOf(place).get(place.key),
    list: async (collection, partition, { from = '', before, limit }) =>
      [...partitionOf({ collection, partition }).values()]
        .filter(({ key }) => key >= from && (before === undefined || key < before))
        .sort((a, b) => (a.key < b.key ? -1 : 1))
        .slice(0, limit),
    async put(place, value, expected) {
      const records = partitionOf(place);
      const there = records.get(place.key);
      if (expected === 'absent' && there) return undefined;
      if (typeof expected === 'object' && there?.version !== expected.version) return undefined;
      versions += 1;
      const version = String(versions);
      records.set(place.key, { key: place.key, value: JSON.parse(JSON.stringify(value)), version });
      return version;
    },
    async remove(place, expected) {
      const records = partitionOf(place);
      const there = records.get(place.key);
      if (!there || (expected && there.version !== expected.version)) return false;
      return records.delete(place.key);
    },
    close: async () => {},
  };
}
