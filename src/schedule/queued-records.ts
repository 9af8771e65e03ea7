import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ConversationKey } from '../domain/place.ts';
import type { RecordFormat } from '../domain/record-format.ts';
import type { RecordKey, Store, StoredRecord } from '../domain/store.ts';
import type { EpochMs } from '../domain/time.ts';

/** A record of a conversation, with an id that is unique there. */
export interface Queued {
  readonly place: ConversationKey;
  readonly id: string;
}

/** An entry of a queue: which record needs work, and when. */
export interface QueuePointer extends Queued {
  readonly at: EpochMs;
}

/** A record as it was read. It can be saved only if its version is still the same. */
export interface VersionedRecord<T> {
  readonly value: T;
  readonly version: string;
}

export interface QueuedRecordsParts<T, P, Q extends string> {
  readonly store: Store;
  readonly collection: string;
  /** Each queue by its name, with a function that returns a record's pointer; undefined if the record needs no work. */
  readonly queues: Readonly<Record<Q, (record: T) => P | undefined>>;
  /** How the records are stored, if they have a format of their own. */
  readonly format?: RecordFormat<T>;
}

/** Page size; more records than any conversation has. */
const pageSize = 200;
/** Digits of a time in a key, so that keys sort by time. */
const digits = 15;

/**
 * Records, each under its conversation, and queues with pointers to them in the order of time. A pointer is written
 * before its record and removed after it: a pointer without a record does no harm, but without a pointer no work would
 * ever start. Everything rejects with `StoreError`.
 */
export function createQueuedRecords<T extends Queued, P extends QueuePointer, Q extends string>({
  store,
  collection,
  queues,
  format = asItIs<T>(),
}: QueuedRecordsParts<T, P, Q>) {
  const pointers = createPointers<T, P, Q>(store, queues);
  const versionOf = ({ value, version }: StoredRecord): VersionedRecord<T> => ({
    value: format.read(value),
    version,
  });

  async function listOf(
    home: string,
    range: { from?: string; before?: string },
  ): Promise<VersionedRecord<T>[]> {
    const all: VersionedRecord<T>[] = [];
    for (let from = range.from; ; ) {
      const page = await store.list(collection, home, { ...range, from, limit: pageSize });
      all.push(...page.map(versionOf));
      if (page.length < pageSize) return all;
      from = `${page.at(-1)?.key} `;
    }
  }

  async function get(place: ConversationKey, id: string): Promise<VersionedRecord<T> | undefined> {
    const record = await store.get(recordKey(place, id));
    return record && versionOf(record);
  }

  /** Returns true if the record of a pointer has exactly that pointer. */
  async function leads(queue: Q, pointer: P): Promise<boolean> {
    const current = await get(pointer.place, pointer.id);
    return current !== undefined && isDeepStrictEqual(queues[queue](current.value), pointer);
  }

  function recordKey({ home, id: placeId }: ConversationKey, id: string): RecordKey {
    return { collection, partition: home, key: `${encodeURIComponent(placeId)}|${id}` };
  }

  /** Saves a new record, or one that was read before. Returns undefined if it has changed since. */
  async function save(record: T, before?: VersionedRecord<T>): Promise<VersionedRecord<T> | undefined> {
    await pointers.write(record, before?.value);
    const stale = before ? await pointers.stale(before.value, record) : [];
    const expected = before ? { version: before.version } : 'absent';
    const version = await store.put(recordKey(record.place, record.id), format.write(record), expected);
    if (version === undefined) return undefined;
    await pointers.remove(stale);
    return { value: record, version };
  }

  return {
    collection,
    get,

    /** Returns the record for its stored form. */
    read: (stored: unknown): T => format.read(stored),

    /** Returns the pointers that a stored record must have, as the store has them. */
    pointersOf: (stored: unknown) => pointers.of(format.read(stored)),

    /**
     * Writes the pointers of a stored record that are missing or differ, and returns how many. If the record changes
     * meanwhile, one of them is left without a record.
     */
    repair: (stored: unknown): Promise<number> => pointers.repair(format.read(stored)),

    ofPlace({ home, id }: ConversationKey): Promise<readonly VersionedRecord<T>[]> {
      const start = encodeURIComponent(id);
      return listOf(home, { from: `${start}|`, before: `${start}}` });
    },

    save,

    /**
     * Changes the current version of a record, and tries again as often as another process changes it meanwhile.
     * Returns undefined if it's gone, or if `change` returns undefined.
     */
    async update(
      place: ConversationKey,
      id: string,
      change: (record: T) => T | undefined,
    ): Promise<T | undefined> {
      for (;;) {
        const current = await get(place, id);
        const changed = current && change(current.value);
        if (!current || !changed) return undefined;
        if (await save(changed, current)) return changed;
      }
    },

    /**
     * Removes a record and its pointers. Returns false if it was gone already, or if it has another version than the
     * expected one: then its pointers stay.
     */
    async remove({ value }: Pick<VersionedRecord<T>, 'value'>, version?: string): Promise<boolean> {
      const stale = await pointers.stale(value);
      const isRemoved = await store.remove(
        recordKey(value.place, value.id),
        version === undefined ? undefined : { version },
      );
      if (isRemoved || version === undefined) await pointers.remove(stale);
      return isRemoved;
    },

    /** Removes a record and its pointers as `remove` does, unless it has changed since it was read. */
    async removeUnchanged({ value, version }: VersionedRecord<T>): Promise<boolean> {
      const stale = await pointers.stale(value);
      const isRemoved = await store.remove(recordKey(value.place, value.id), { version });
      if (isRemoved) await pointers.remove(stale);
      return isRemoved;
    },

    /** Removes a record even if it's broken; its pointers stay. Returns false if it was gone already. */
    discard: (place: ConversationKey, id: string): Promise<boolean> => store.remove(recordKey(place, id)),

    /** Returns all records of a team, or of one chat. */
    ofHome: (home: string): Promise<readonly VersionedRecord<T>[]> => listOf(home, {}),

    pointers: pointers.due,

    /** Removes a pointer if it has no record, unless another process writes it again meanwhile. */
    async dropStray(queue: Q, pointer: P): Promise<void> {
      const key = pointerKey(queue, pointer);
      const found = await store.get(key);
      if (found && !(await leads(queue, pointer))) await store.remove(key, { version: found.version });
    },

    leads,
  };
}

type StoredPointer = RecordKey & { readonly version: string };

/** Creates the access to the pointers of the queues. */
function createPointers<T, P extends QueuePointer, Q extends string>(
  store: Store,
  queues: QueuedRecordsParts<T, P, Q>['queues'],
) {
  const names = Object.keys(queues) as Q[];

  /** Returns the pointers that a record must have. */
  function of(record: T): (RecordKey & { readonly value: P })[] {
    return names.flatMap(queue => {
      const pointer = queues[queue](record);
      return pointer ? [{ ...pointerKey(queue, pointer), value: pointer }] : [];
    });
  }

  return {
    of,

    /** Writes the pointers of a record, except those that its stored version already has. */
    async write(record: T, before: T | undefined): Promise<void> {
      for (const queue of names) {
        const pointer = queues[queue](record);
        const isStored = before !== undefined && isDeepStrictEqual(queues[queue](before), pointer);
        if (pointer && !isStored) await store.put(pointerKey(queue, pointer), pointer);
      }
    },

    /**
     * Returns the stored pointers of `before` that `after` doesn't need, with their versions. They are read before the
     * record is written and removed after it, so that a pointer that another process writes again in between stays.
     */
    async stale(before: T, after?: T): Promise<readonly StoredPointer[]> {
      const found: StoredPointer[] = [];
      for (const queue of names) {
        const pointer = queues[queue](before);
        if (!pointer || (after && queues[queue](after)?.at === pointer.at)) continue;
        const record = await store.get(pointerKey(queue, pointer));
        if (record) found.push({ ...pointerKey(queue, pointer), version: record.version });
      }
      return found;
    },

    async remove(stale: readonly StoredPointer[]): Promise<void> {
      for (const { version, ...key } of stale) await store.remove(key, { version });
    },

    /** Writes the pointers of a stored record that are missing or differ, and returns how many. */
    async repair(record: T): Promise<number> {
      let written = 0;
      for (const { value, ...key } of of(record)) {
        const found = await store.get(key);
        if (found && isDeepStrictEqual(found.value, JSON.parse(JSON.stringify(value)))) continue;
        if (await store.put(key, value, found ? { version: found.version } : 'absent')) written += 1;
      }
      return written;
    },

    /** Returns the first pointers at or before `now`, in order; with `after`, the next ones. */
    async due(queue: Q, now: EpochMs, limit: number, after?: P): Promise<readonly P[]> {
      const range = { before: padded(now + 1), ...(after ? { from: `${keyOf(after)}!` } : {}), limit };
      return (await store.list('queue', queue, range)).map(({ value }) => value as P);
    },
  };
}

function asItIs<T>(): RecordFormat<T> {
  return { read: stored => stored as T, write: record => record };
}

function pointerKey(queue: string, pointer: QueuePointer): RecordKey {
  return { collection: 'queue', partition: queue, key: keyOf(pointer) };
}

const padded = (at: EpochMs) => String(at).padStart(digits, '0');

/** Keys sort by time. An id is unique only within its conversation, so the key has a short hash of that. */
function keyOf({ at, id, place }: QueuePointer): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([place.home, place.id]))
    .digest('hex');
  return `${padded(at)}_${id}_${hash.slice(0, 16)}`;
}
