import type Database from 'libsql';
import type { RecordKey, RecordRange, StoredRecord } from '../domain/store.ts';
import type { KeyedRecord } from './whole-store.ts';

const columns = 'key, value, version';
/** Page size for reading all records; small enough for memory. */
const pageSize = 500;

interface Row {
  readonly key: string;
  readonly value: string;
  readonly version: number;
}

/**
 * Prepares the queries of the table of records once, since preparing costs more than running. Each query has its own
 * function, since a missing parameter would bind null.
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
    /** Returns the record, or nothing, as a list. */
    get: ({ collection, partition, key }: RecordKey) => recordsOf(get.all(collection, partition, key)),

    list: (collection: string, partition: string, { from = '', before, limit }: RecordRange) =>
      recordsOf(
        before === undefined
          ? listFrom.all(collection, partition, from, limit)
          : listBetween.all(collection, partition, from, before, limit),
      ),

    /**
     * Yields all records, or those of one collection, a page at a time, so that no read transaction lasts. Records that
     * are written meanwhile may be among them.
     */
    *all(only?: string): Iterable<KeyedRecord> {
      let last: RecordKey = { collection: only ?? '', partition: '', key: '' };
      for (;;) {
        const rows = after.all(last.collection, last.partition, last.key, pageSize);
        for (const row of rows as readonly (Row & RecordKey)[]) {
          const { collection, partition, key, value } = row;
          if (only !== undefined && collection !== only) return;
          last = { collection, partition, key };
          yield { ...last, value: JSON.parse(value) };
        }
        if (rows.length < pageSize) return;
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
