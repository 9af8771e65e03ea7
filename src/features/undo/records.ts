import type { Person } from '../../domain/person.ts';
import type { ConversationKey } from '../../domain/place.ts';
import type { Role } from '../../domain/role.ts';
import type { RecordKey, Store, StoredRecord } from '../../domain/store.ts';
import { type EpochMs, isLessThanAgo } from '../../domain/time.ts';
import type { SettingKind } from '../touched.ts';
import type { SettingChange } from '../undoable.ts';

/** How long a change can be undone, in milliseconds. */
export const undoableMs = 15 * 60_000;

/** Who made or undid a change, and when. */
export interface Stamp {
  /** Undefined if Teams doesn't identify the user. */
  readonly by: Person | undefined;
  /** Entra object id; undefined if it isn't known. */
  readonly objectId?: string | undefined;
  readonly at: EpochMs;
}

/** What a change made of one setting. */
export interface ChangedSetting extends SettingChange<unknown> {
  readonly kind: SettingKind;
}

/** A change of settings that can be undone. */
export interface ChangeRecord {
  /** Sorts by time. */
  readonly id: string;
  /** Where the change was made. */
  readonly place: ConversationKey;
  readonly made: Stamp;
  /** The role that the change takes, and so does its undoing. */
  readonly needs: Role;
  readonly changes: readonly ChangedSetting[];
  /** Set while it's being undone. If it stays so, a process stopped in between, and the next press goes on. */
  readonly undoing?: Stamp | undefined;
  readonly undone?: Stamp | undefined;
}

export interface StoredChange {
  readonly value: ChangeRecord;
  readonly version: string;
}

export const collection = 'undo';
/** Digits of the time in an id. */
const digits = 15;
const isId = /^\d{15}-[0-9a-f]{24}$/;
const pageSize = 100;
/** In UTF-16 units. Azure Tables takes 30,000; what is added while it's undone fits beside them. */
const mostUnits = 28_000;

/** Returns the id of a change; `random` are 24 hexadecimal digits. */
export const changeId = (at: EpochMs, random: string): string => `${padded(at)}-${random}`;

export const isChangeId = (text: string): boolean => isId.test(text);

/** Returns when the change of an id was made. */
export const madeAt = (id: string): EpochMs => Number(id.slice(0, digits));

/** Returns true if the record fits into every store. */
export const fitsStore = (record: ChangeRecord): boolean => JSON.stringify(record).length <= mostUnits;

/** Returns true if a change is too old to be undone, so that its record can be removed. */
export function isOver({ key }: Pick<RecordKey, 'key'>, now: EpochMs): boolean {
  return !isLessThanAgo(madeAt(key.slice(key.indexOf('|') + 1)), undoableMs, now);
}

export type ChangeRecords = ReturnType<typeof createChangeRecords>;

/** The changes of the last minutes, each under its conversation. Everything rejects with `StoreError`. */
export function createChangeRecords(store: Store) {
  return {
    async get(place: ConversationKey, id: string): Promise<StoredChange | undefined> {
      const found = await store.get(keyOf(place, id));
      return found && changeOf(found);
    },

    async add(record: ChangeRecord): Promise<void> {
      await store.put(keyOf(record.place, record.id), record);
    },

    /** Saves a record that was read before. Returns undefined if it has changed since. */
    async save(value: ChangeRecord, { version: before }: StoredChange): Promise<StoredChange | undefined> {
      const version = await store.put(keyOf(value.place, value.id), value, { version: before });
      return version === undefined ? undefined : { value, version };
    },

    /** Returns the changes of a conversation since `from`, the latest first. */
    async since({ home, id }: ConversationKey, from: EpochMs): Promise<readonly ChangeRecord[]> {
      const [start, before] = [`${encodeURIComponent(id)}|${padded(from)}`, `${encodeURIComponent(id)}}`];
      const all: ChangeRecord[] = [];
      for (let next = start; ; ) {
        const page = await store.list(collection, home, { from: next, before, limit: pageSize });
        all.push(...page.map(one => changeOf(one).value));
        if (page.length < pageSize) return all.reverse();
        next = `${page.at(-1)?.key} `;
      }
    },

    /** Removes the changes of a team or chat, or of one channel, after the bot was removed there. */
    async forget(home: string, place?: ConversationKey): Promise<void> {
      const start = place && encodeURIComponent(place.id);
      const range = start === undefined ? {} : { from: `${start}|`, before: `${start}}` };
      for (;;) {
        const page = await store.list(collection, home, { ...range, limit: pageSize });
        for (const { key } of page) await store.remove({ collection, partition: home, key });
        if (page.length < pageSize) return;
      }
    },
  };
}

function changeOf({ value, version }: StoredRecord): StoredChange {
  return { value: value as ChangeRecord, version };
}

function keyOf({ home, id: place }: ConversationKey, id: string): RecordKey {
  return { collection, partition: home, key: `${encodeURIComponent(place)}|${id}` };
}

const padded = (at: EpochMs) => String(at).padStart(digits, '0');
