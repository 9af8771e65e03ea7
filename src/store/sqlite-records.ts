import type Database from 'libsql';
import type { RecordPlace, RecordRange, StoredRecord } from '../domain/store.ts';
import type { PlacedRecord } from './whole-store.ts';

const columns = 'key, value, version';
/** Read at once if all is read: little enough to be kept in memory. */
const mostAtOnce = 500;

interface Row {
  readonly key: string;
  readonly value: string;
  readonly version: number;
}

/**
 * What is asked of the table of records, prepared once: preparing costs more than running. A missing parameter would bind
 * null, so each question has its own call.
 */
export function readRecords(database: Database.Database) {
  const get = database.prepare(
    `select ${columns} from records where collection = ? and partition = ? and key = ?`,
  );
  const listFrom = database.prepare(
    `select ${columns} from records where collection = ? and partition = ? and key >= ? order by key limit ?`,
  );
  const listBetween = database.prepare(
    `select ${columns} from records where collection = ? and partition = ? and key >= ? and key < ? order by key limit ?`,
  );
  const after = database.prepare(
    `select collection, partition, key, value from records where (collection, partition, key) > (?, ?, ?)
     order by collection, partition, key limit ?`,
  );

  return {
    /** One or none. */
    get: ({ collection, partition, key }: RecordPlace) => recordsOf(get.all(collection, partition, key)),

    list: (collection: string, partition: string, { from = '', before, limit }: RecordRange) =>
      recordsOf(
        before === undefined
          ? listFrom.all(collection, partition, from, limit)
          : listBetween.all(collection, partition, from, before, limit),
      ),

    /** A page at a time, so that no read lasts: what is written in between may be among it. */
    *all(only?: string): Iterable<PlacedRecord> {
      let last: RecordPlace = { collection: only ?? '', partition: '', key: '' };
      for (;;) {
        const rows = after.all(last.collection, last.partition, last.key, mostAtOnce);
        for (const row of rows as readonly (Row & RecordPlace)[]) {
          const { collection, partition, key, value } = row;
          if (only !== undefined && collection !== only) return;
          last = { collection, partition, key };
          yield { ...last, value: JSON.parse(value) };
        }
        if (rows.length < mostAtOnce) return;
      }
    },
  };
}

function recordsOf(rows: readonly unknown[]): StoredRecord[] {
  return (rows as readonly Row[]).map(({ key, value, version }) => ({
    key,
    value: JSON.parse(value),
    version: String(version),
  }));
}
