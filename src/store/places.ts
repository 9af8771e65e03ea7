import type { KeptPlace, PlaceKey, Places } from '../domain/place.ts';
import type { RecordPlace, Store } from '../domain/store.ts';
import { afterRefusal, afterTry, isResting, released, type Undelivered } from '../domain/undelivered.ts';

/** A team has no more channels. */
const mostOfHome = 1000;

/** The places in a store, a team's channels side by side. */
export function createPlaces(store: Store): Places {
  /** Changes a record as it is now, however often it takes; `change` returns undefined to leave it as it is. */
  async function update(
    key: PlaceKey,
    change: (kept: KeptPlace | undefined) => KeptPlace | undefined,
  ): Promise<void> {
    for (;;) {
      const record = await store.get(recordOf(key));
      const changed = change(record && keptOf(record.value));
      if (!changed || (record && JSON.stringify(changed) === JSON.stringify(record.value))) return;
      if (await store.put(recordOf(key), changed, record ? { version: record.version } : 'absent')) return;
    }
  }

  return {
    async get(key) {
      const record = await store.get(recordOf(key));
      return record && keptOf(record.value);
    },
    keep: place => update(place, kept => ({ place, undelivered: released(refusedByTeams(kept)) })),
    heard: place => update(place, kept => kept && { place, undelivered: released(kept.undelivered) }),
    delivered: (key, movedTo) =>
      update(key, kept => kept && { place: movedTo ?? kept.place, undelivered: undefined }),
    async refused(key, reason, at, name) {
      let after: Undelivered | undefined;
      await update(key, kept => {
        after = afterRefusal(kept?.undelivered, { reason, name }, at);
        // The bot may have been removed meanwhile: only what is known to have no address is kept without one.
        return kept || reason.status === undefined ? { place: kept?.place, undelivered: after } : undefined;
      });
      return after ?? afterRefusal(undefined, { reason, name }, at);
    },
    async takeTry(key, at) {
      let isTaken = false;
      await update(key, kept => {
        const before = kept?.undelivered;
        isTaken = !isResting(before, at);
        return kept && before && isTaken && !before.isReleased
          ? { ...kept, undelivered: afterTry(before, at) }
          : undefined;
      });
      return isTaken;
    },
    giveBackTry: (key, before) =>
      update(key, kept => {
        const { undelivered } = kept ?? {};
        const isOurs = undelivered?.countedFrom === before.countedFrom && undelivered.tries > before.tries;
        return kept && isOurs && !undelivered.isReleased ? { ...kept, undelivered: before } : undefined;
      }),
    async forget(key) {
      await store.remove(recordOf(key));
    },
    async ofHome(home) {
      const records = await store.list('places', home, { limit: mostOfHome });
      return records.map(({ key }) => ({ home, id: decodeURIComponent(key) }));
    },
  };
}

/** That the bot had no address is over once it has one; a refusal by Teams is known until a message is taken. */
function refusedByTeams(kept: KeptPlace | undefined): Undelivered | undefined {
  return kept?.undelivered?.reason.status === undefined ? undefined : kept.undelivered;
}

/** An earlier version kept `trouble` instead of `undelivered` and never tried again: such a place is tried now. */
function keptOf(value: unknown): KeptPlace {
  const { place, undelivered } = value as KeptPlace;
  return { place, undelivered };
}

function recordOf({ home, id }: PlaceKey): RecordPlace {
  return { collection: 'places', partition: home, key: encodeURIComponent(id) };
}
