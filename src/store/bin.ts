import type { Bin, Binned } from '../domain/bin.ts';
import type { RecordKey, Store, StoredRecord } from '../domain/store.ts';

const pageSize = 200;

/** Creates the bin: one record for each setting, all in one partition, so that old ones can be found. */
export function createBin(store: Store): Bin {
  async function* all(range: {
    readonly from?: string;
    readonly before?: string;
  }): AsyncIterable<StoredRecord> {
    for (let from = range.from; ; ) {
      const page = await store.list('bin', 'all', { ...range, from, limit: pageSize });
      yield* page;
      if (page.length < pageSize) return;
      from = `${page.at(-1)?.key} `;
    }
  }

  return {
    async put(one) {
      await store.put(keyOf(one), one);
    },
    async of(home, place) {
      const start = place ? `${encoded(home)}|${encoded(place.id)}` : encoded(home);
      const found: Binned[] = [];
      for await (const { value } of all({ from: `${start}|`, before: `${start}}` }))
        found.push(value as Binned);
      return found;
    },
    async remove(one) {
      await store.remove(keyOf(one));
    },
    async forget(before, most) {
      let left = most;
      for await (const { key, value } of all({})) {
        if ((value as Binned).at >= before) continue;
        if (left === 0) return false;
        left -= 1;
        await store.remove({ collection: 'bin', partition: 'all', key });
      }
      return true;
    },
  };
}

const encoded = encodeURIComponent;

function keyOf({ place, what, id }: Binned): RecordKey {
  return {
    collection: 'bin',
    partition: 'all',
    key: [place.home, place.id, what, id].map(encoded).join('|'),
  };
}
