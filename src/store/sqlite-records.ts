import type Database from 'libsql';
import type { RecordPlace, RecordRange, StoredRecord } from '../domain/store.ts';
import type { PlacedRecord } from './whole-store.ts';

const columns = 'key, value, version';
/** Read at once where all is read: little enough to be kept in memory. */
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
  const first = database.prepare(
    'select collection, partition, key, value from records order by collection, partition, key limit ?',
  );
  const after = database.prepare(
    `select collection, partition, key, value from records where (collection, partition, key) > (?, ?, ?)
     order by collection, partition, key limit ?`,
  );

  return {
    get: ({ collection, partition, key }: RecordPlace): StoredRecord | undefined =>
      recordsOf(get.all(collection, partition, key))[0],

    list: (collection: string, partition: string, { from = '', before, limit }: RecordRange) =>
      recordsOf(
        before === undefined
          ? listFrom.all(collection, partition, from, limit)
          : listBetween.all(collection, partition, from, before, limit),
      ),

    *all(): Iterable<PlacedRecord> {
      let last: PlacedRecord | undefined;
      for (;;) {
        const rows = last
          ? after.all(last.collection, last.partition, last.key, mostAtOnce)
          : first.all(mostAtOnce);
        for (const row of rows as readonly (Row & RecordPlace)[]) {
          const { collection, partition, key, value } = row;
          last = { collection, partition, key, value: JSON.parse(value) };
          yield last;
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
