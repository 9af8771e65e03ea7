import { isPausedAt, type KeptPlace, type Place, type PlaceKey, type Places } from '../domain/place.ts';
import type { RecordPlace, Store } from '../domain/store.ts';
import { isLessThanAgo } from '../domain/time.ts';
import { afterRefusal, afterTry, isResting, released, type Undelivered } from '../domain/undelivered.ts';

/** More unreachable conversations are looked at another time. */
const mostUnreached = 1_000;
/** How soon it's looked at again whether something may be said in a conversation. */
const heldMs = 10 * 60_000;
const lookedMs = 24 * 3_600_000;
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
    keep: place => update(place, kept => heardAt(place, kept, refusedByTeams(kept))),
    heard: place => update(place, kept => kept && heardAt(place, kept, kept.undelivered)),
    async delivered(key, movedTo) {
      let wasUnreached = false;
      await update(key, kept => {
        if (!kept) return undefined;
        wasUnreached = kept.undelivered !== undefined || kept.held !== undefined;
        const place = movedTo ?? kept.place;
        const isProven = kept.movedTo?.serviceUrl === place?.serviceUrl;
        return {
          ...{ place, undelivered: undefined, ...askedPause(kept) },
          ...(!isProven && kept.movedTo && { movedTo: kept.movedTo }),
        };
      });
      if (wasUnreached) await store.remove(unreachedOf(key));
    },
    async hold(key, why, at) {
      await store.put(unreachedOf(key), { home: key.home, id: key.id }, 'absent');
      await update(key, kept => {
        // If nobody looked lately, something may have been allowed there in between.
        const isHeldStill = kept?.pause !== undefined && isLessThanAgo(kept.pause.from, lookedMs, at);
        const since = isHeldStill && kept.held ? kept.held.since : at;
        return kept && { ...kept, held: { since, why }, pause: { from: at, until: at + heldMs } };
      });
    },
    async unreached() {
      const records = await store.list('unreached', 'all', { limit: mostUnreached });
      const found: (KeptPlace & { key: PlaceKey })[] = [];
      for (const { value } of records) {
        const key = value as PlaceKey;
        const record = await store.get(recordOf(key));
        const kept = record && keptOf(record.value);
        if (kept && (kept.undelivered || kept.held)) found.push({ ...kept, key });
        else await store.remove(unreachedOf(key));
      }
      return found;
    },
    pause: (key, pause) =>
      update(key, kept => {
        if (!kept) return undefined;
        const isLonger = isPausedAt(kept.pause, pause.from) && Number(kept.pause?.until) > pause.until;
        return isLonger ? undefined : { ...kept, pause };
      }),
    async refused(key, reason, at, name) {
      await store.put(unreachedOf(key), { home: key.home, id: key.id }, 'absent');
      let after: Undelivered | undefined;
      await update(key, kept => {
        after = afterRefusal(kept?.undelivered, { reason, name }, at);
        // The bot may have been removed meanwhile: only what is known to have no address is kept without one.
        return kept || reason.status === undefined
          ? { ...kept, place: kept?.place, undelivered: after }
          : undefined;
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
      await store.remove(unreachedOf(key));
    },
    async ofHome(home) {
      const records = await store.list('places', home, { limit: mostOfHome });
      return records.map(({ key }) => ({ home, id: decodeURIComponent(key) }));
    },
  };
}

/** The pause that Teams has asked for. One of messages that were held isn't. */
function askedPause(kept: KeptPlace | undefined): Pick<KeptPlace, 'pause'> {
  return kept?.pause && !kept.held ? { pause: kept.pause } : {};
}

/**
 * A person wrote at this address: whatever kept messages back is over, but for a pause that Teams has asked for, and another
 * address has yet to prove itself.
 */
function heardAt(place: Place, kept: KeptPlace | undefined, undelivered: Undelivered | undefined): KeptPlace {
  const known = kept?.place;
  const isElsewhere = known !== undefined && known.serviceUrl !== place.serviceUrl;
  const rest = { undelivered: released(undelivered), ...askedPause(kept) };
  if (!isElsewhere) return { place, ...rest };
  return { place: { ...place, serviceUrl: known.serviceUrl }, movedTo: place, ...rest };
}

/** That the bot had no address is over once it has one; a refusal by Teams is known until a message is taken. */
function refusedByTeams(kept: KeptPlace | undefined): Undelivered | undefined {
  return kept?.undelivered?.reason.status === undefined ? undefined : kept.undelivered;
}

/** An earlier version kept `trouble` instead of `undelivered` and never tried again: such a place is tried now. */
function keptOf(value: unknown): KeptPlace {
  const { held, movedTo, pause, place, undelivered } = value as KeptPlace;
  return {
    place,
    undelivered,
    ...(movedTo && { movedTo }),
    ...(pause && { pause }),
    ...(held && { held }),
  };
}

function unreachedOf({ home, id }: PlaceKey): RecordPlace {
  return {
    collection: 'unreached',
    partition: 'all',
    key: `${encodeURIComponent(home)}|${encodeURIComponent(id)}`,
  };
}

function recordOf({ home, id }: PlaceKey): RecordPlace {
  return { collection: 'places', partition: home, key: encodeURIComponent(id) };
}
