import type { KeptPlace, PlaceKey, Places } from '../domain/place.ts';
import type { RecordPlace, Store } from '../domain/store.ts';

/** A team has no more channels. */
const mostOfHome = 1000;

/** The places in a store, a team's channels side by side. */
export function createPlaces(store: Store): Places {
  async function change(key: PlaceKey, to: (kept: KeptPlace) => KeptPlace): Promise<void> {
    for (;;) {
      const record = await store.get(recordOf(key));
      if (!record) return;
      const changed = to(record.value as KeptPlace);
      if (JSON.stringify(changed) === JSON.stringify(record.value)) return;
      if (await store.put(recordOf(key), changed, { version: record.version })) return;
    }
  }

  return {
    async get(key) {
      return (await store.get(recordOf(key)))?.value as KeptPlace | undefined;
    },
    async keep(place) {
      await store.put(recordOf(place), { place, trouble: undefined } satisfies KeptPlace);
    },
    heard: place => change(place, () => ({ place, trouble: undefined })),
    mark: (key, trouble) => change(key, ({ place }) => ({ place, trouble })),
    async forget(key) {
      await store.remove(recordOf(key));
    },
    async ofHome(home) {
      const records = await store.list('places', home, { limit: mostOfHome });
      return records.map(({ value }) => {
        const { id } = (value as KeptPlace).place;
        return { home, id };
      });
    },
  };
}

function recordOf({ home, id }: PlaceKey): RecordPlace {
  return { collection: 'places', partition: home, key: encodeURIComponent(id) };
}
