import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { PlaceKey } from '../domain/place.ts';
import type { RecordFormat } from '../domain/record-format.ts';
import type { RecordPlace, Store, StoredRecord } from '../domain/store.ts';
import type { EpochMs } from '../domain/time.ts';

/** Something that a conversation has, under an id that is unique there. */
export interface Queued {
  readonly place: PlaceKey;
  readonly id: string;
}

/** What a queue tells of something to do, and when. */
export interface QueuePointer extends Queued {
  readonly at: EpochMs;
}

/** A record as it was read; saving it again needs that nobody else has saved it since. */
export interface Kept<T> {
  readonly value: T;
  readonly version: string;
}

export interface QueuedRecordsParts<T, P, Q extends string> {
  readonly store: Store;
  readonly collection: string;
  /** Each queue by its name, with what it tells of a record; undefined if nothing is to be done. */
  readonly queues: Readonly<Record<Q, (record: T) => P | undefined>>;
  /** How its records are stored, if they have a format of their own. */
  readonly format?: RecordFormat<T>;
}

/** Read at once; more than any conversation has. */
const mostAtOnce = 200;
/** Digits of a moment, so that the order of the texts is that of the moments. */
const digits = 15;

/**
 * Records, each under its conversation, and queues that lead to them in the order of time. A queue's pointer is written
 * before the record that it leads to and removed after: one that leads nowhere does no harm, a missing one would lose
 * what is to be done. Everything rejects with `StoreError`.
 */
export function createQueuedRecords<T extends Queued, P extends QueuePointer, Q extends string>({
  store,
  collection,
  queues,
  format = asItIs<T>(),
}: QueuedRecordsParts<T, P, Q>) {
  const names = Object.keys(queues) as Q[];
  const keptOf = ({ value, version }: StoredRecord): Kept<T> => ({ value: format.read(value), version });

  /** The pointers that must lead to a record. */
  function pointersTo(record: T): (RecordPlace & { readonly value: P })[] {
    return names.flatMap(queue => {
      const pointer = queues[queue](record);
      return pointer ? [{ ...pointerPlace(queue, pointer), value: pointer }] : [];
    });
  }

  async function listOf(home: string, range: { from?: string; before?: string }): Promise<Kept<T>[]> {
    const all: Kept<T>[] = [];
    for (let from = range.from; ; ) {
      const page = await store.list(collection, home, { ...range, from, limit: mostAtOnce });
      all.push(...page.map(keptOf));
      if (page.length < mostAtOnce) return all;
      from = `${page.at(-1)?.key} `;
    }
  }

  async function get(place: PlaceKey, id: string): Promise<Kept<T> | undefined> {
    const record = await store.get(placeOf(place, id));
    return record && keptOf(record);
  }

  /** Returns true if the record that a pointer names has that pointer. */
  async function leads(queue: Q, pointer: P): Promise<boolean> {
    const kept = await get(pointer.place, pointer.id);
    return kept !== undefined && isDeepStrictEqual(queues[queue](kept.value), pointer);
  }

  function placeOf({ home, id: placeId }: PlaceKey, id: string): RecordPlace {
    return { collection, partition: home, key: `${encodeURIComponent(placeId)}|${id}` };
  }

  /**
   * The pointers of `gone` that `kept` has no use for, as they are by now. They are read before the record is written and
   * removed after, so that one which somebody writes again in between stays.
   */
  async function pointersOf(gone: T, kept?: T): Promise<readonly (RecordPlace & { version: string })[]> {
    const found: (RecordPlace & { version: string })[] = [];
    for (const queue of names) {
      const pointer = queues[queue](gone);
      if (!pointer || (kept && queues[queue](kept)?.at === pointer.at)) continue;
      const record = await store.get(pointerPlace(queue, pointer));
      if (record) found.push({ ...pointerPlace(queue, pointer), version: record.version });
    }
    return found;
  }

  async function drop(pointers: Awaited<ReturnType<typeof pointersOf>>): Promise<void> {
    for (const { version, ...place } of pointers) await store.remove(place, { version });
  }

  return {
    collection,
    get,

    /** A record as it is stored. */
    read: (stored: unknown): T => format.read(stored),

    /** The pointers that must lead to a stored record, as the store has them. */
    pointersOf: (stored: unknown) => pointersTo(format.read(stored)),

    /**
     * Writes the pointers of a record, as it is stored, that are missing or differ, and returns how many it wrote. If somebody
     * changes the record meanwhile, one of them leads nowhere.
     */
    async repair(stored: unknown): Promise<number> {
      let written = 0;
      for (const { value, ...where } of pointersTo(format.read(stored))) {
        const there = await store.get(where);
        if (there && isDeepStrictEqual(there.value, JSON.parse(JSON.stringify(value)))) continue;
        if (await store.put(where, value, there ? { version: there.version } : 'absent')) written += 1;
      }
      return written;
    },

    ofPlace({ home, id }: PlaceKey): Promise<readonly Kept<T>[]> {
      const start = encodeURIComponent(id);
      return listOf(home, { from: `${start}|`, before: `${start}}` });
    },

    /** Saves a new one, or one that was read before; undefined if somebody else has changed that since. */
    async save(record: T, before?: Kept<T>): Promise<Kept<T> | undefined> {
      for (const queue of names) {
        const pointer = queues[queue](record);
        const isThere = before && isDeepStrictEqual(queues[queue](before.value), pointer);
        if (pointer && !isThere) await store.put(pointerPlace(queue, pointer), pointer);
      }
      const left = before ? await pointersOf(before.value, record) : [];
      const expected = before ? { version: before.version } : 'absent';
      const version = await store.put(placeOf(record.place, record.id), format.write(record), expected);
      if (version === undefined) return undefined;
      await drop(left);
      return { value: record, version };
    },

    /** Changes one as it is now, however often it takes; undefined if it is gone, or `change` says so. */
    async update(place: PlaceKey, id: string, change: (record: T) => T | undefined): Promise<T | undefined> {
      for (;;) {
        const kept = await get(place, id);
        const changed = kept && change(kept.value);
        if (!kept || !changed) return undefined;
        if (await this.save(changed, kept)) return changed;
      }
    },

    /** Returns false if it was gone already. */
    async remove({ value }: Kept<T>): Promise<boolean> {
      const left = await pointersOf(value);
      const isRemoved = await store.remove(placeOf(value.place, value.id));
      await drop(left);
      return isRemoved;
    },

    /** Removes one even if its record is broken. Its pointers lead nowhere then. Returns false if it was gone already. */
    discard: (place: PlaceKey, id: string): Promise<boolean> => store.remove(placeOf(place, id)),

    /** All of a team, or of the one conversation. */
    ofHome: (home: string): Promise<readonly Kept<T>[]> => listOf(home, {}),

    /** The first pointers at or before `now`, in order, after `after` if a walk goes on. */
    async pointers(queue: Q, now: EpochMs, limit: number, after?: P): Promise<readonly P[]> {
      const range = { before: padded(now + 1), ...(after ? { from: `${keyOf(after)}!` } : {}), limit };
      return (await store.list('queue', queue, range)).map(({ value }) => value as P);
    },

    /** Removes a pointer if it leads nowhere, and not one that somebody writes again meanwhile. */
    async dropStray(queue: Q, pointer: P): Promise<void> {
      const where = pointerPlace(queue, pointer);
      const there = await store.get(where);
      if (there && !(await leads(queue, pointer))) await store.remove(where, { version: there.version });
    },

    leads,
  };
}

function asItIs<T>(): RecordFormat<T> {
  return { read: stored => stored as T, write: record => record };
}

function pointerPlace(queue: string, pointer: QueuePointer): RecordPlace {
  return { collection: 'queue', partition: queue, key: keyOf(pointer) };
}

const padded = (at: EpochMs) => String(at).padStart(digits, '0');

/** In the order of time. An id is unique within its conversation alone, so that is part of it, in short. */
function keyOf({ at, id, place }: QueuePointer): string {
  const mark = createHash('sha256')
    .update(JSON.stringify([place.home, place.id]))
    .digest('hex');
  return `${padded(at)}_${id}_${mark.slice(0, 16)}`;
}
