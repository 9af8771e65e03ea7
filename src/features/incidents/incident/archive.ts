import type { ConversationKey } from '../../../domain/place.ts';
import type { RecordKey, RecordRange, Store, StoredRecord } from '../../../domain/store.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { Incident } from './incident.ts';
import { secondsIn } from './open-incident.ts';
import { idTime, isOpenIn, periodOf } from './period.ts';

/** How long the report of an incident can be asked for. */
export const archivedMs = 400 * 24 * 3_600_000;
/** How long before a window the incidents that reach into it are searched by their ids. */
const reachMs = 7 * 24 * 3_600_000;
const pageSize = 200;
const collection = 'pastFaults';

/** From when to when an archived incident lasted that can't be found by its id alone. */
interface Pointer {
  readonly id: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/**
 * The incidents that were over for a while, by the ids of their conversation. Ids sort by the time of the first
 * failure, so a window is a range of them. An incident that lasted longer than `reachMs`, or began before its id says,
 * has a pointer as well: there are few of those, and a window looks at all of them. Rejects with `StoreError`.
 */
export function createArchive(store: Store) {
  async function get(place: ConversationKey, id: string): Promise<Incident | undefined> {
    return (await store.get(recordKey(place, id)))?.value as Incident | undefined;
  }

  /** Returns those whose ids begin in the span, the earliest first. */
  async function begunIn(place: ConversationKey, from: EpochMs, to: EpochMs): Promise<readonly Incident[]> {
    const range = { from: keyOf(place, secondsIn(from)), before: keyOf(place, secondsIn(to)) };
    const all = await allOf(store, place.home, range);
    return all.map(({ value }) => value as Incident);
  }

  /** Returns the pointers. Archives of older versions have none yet, so they are written then, once. */
  async function pointersOf(place: ConversationKey): Promise<readonly Pointer[]> {
    const mark = keyOf(place, 'long');
    const [first, ...pointers] = await allOf(store, place.home, { from: mark, before: `${mark}}` });
    if (first?.key === mark) return pointers.map(({ value }) => value as Pointer);
    const found = (await begunIn(place, 0, lastMs)).flatMap(pointerOf);
    for (const pointer of found) await store.put(pointerKey(place, pointer.id), pointer);
    // Last: after a crash before it, they are written again.
    await store.put({ collection, partition: place.home, key: mark }, { isComplete: true });
    return found;
  }

  return {
    get,
    begunIn,

    /** Adds an incident. Its pointer comes first: one without a record does no harm. */
    async put(incident: Incident): Promise<void> {
      const { place, id } = incident;
      for (const pointer of pointerOf(incident)) await store.put(pointerKey(place, id), pointer);
      await store.put(recordKey(place, id), incident);
    },

    /** Deletes the first few that were archived too long before `now`, and returns them. */
    async removeOld(place: ConversationKey, now: EpochMs): Promise<readonly Incident[]> {
      const range = { from: keyOf(place, ''), before: keyOf(place, secondsIn(now - archivedMs)), limit: 20 };
      const old = (await store.list(collection, place.home, range)).map(({ value }) => value as Incident);
      for (const incident of old) {
        await store.remove(recordKey(place, incident.id));
        for (const { id } of pointerOf(incident)) await store.remove(pointerKey(place, id));
      }
      return old;
    },

    /** Returns those that were open at some moment of the span. */
    async openIn(
      place: ConversationKey,
      span: { readonly from: EpochMs; readonly to: EpochMs },
    ): Promise<readonly Incident[]> {
      const pointed = (await pointersOf(place)).filter(pointer => isOpenIn(pointer, span));
      const begun = await begunIn(place, span.from - reachMs, span.to);
      const known = new Set(begun.map(({ id }) => id));
      const others = await Promise.all(
        pointed.filter(({ id }) => !known.has(id)).map(({ id }) => get(place, id)),
      );
      return [...begun, ...others.filter(one => one !== undefined)].filter(one =>
        isOpenIn(periodOf(one), span),
      );
    },
  };
}

/** The last moment that an id can have. */
const lastMs = 0xffff_ffff * 1_000;

async function allOf(
  store: Store,
  home: string,
  range: Omit<RecordRange, 'limit'>,
): Promise<readonly StoredRecord[]> {
  const all: StoredRecord[] = [];
  for (let { from } = range; ; ) {
    const page = await store.list(collection, home, { ...range, from, limit: pageSize });
    all.push(...page);
    if (page.length < pageSize) return all;
    from = `${page.at(-1)?.key} `;
  }
}

/** Returns its pointer; none if it's found by its id. */
function pointerOf(incident: Incident): readonly Pointer[] {
  const { id } = incident;
  const { from, to = lastMs } = periodOf(incident);
  const begun = idTime(id);
  return from < begun || to > begun + reachMs ? [{ id, from, to }] : [];
}

function keyOf({ id }: ConversationKey, within: string): string {
  return `${encodeURIComponent(id)}|${within}`;
}

function recordKey(place: ConversationKey, id: string): RecordKey {
  return { collection, partition: place.home, key: keyOf(place, id) };
}

/** Sorts behind all ids, whose digits are hexadecimal. */
function pointerKey(place: ConversationKey, id: string): RecordKey {
  return recordKey(place, `long|${id}`);
}
