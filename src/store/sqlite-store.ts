import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import {
  type Expected,
  type RecordPlace,
  type Store,
  type StoredRecord,
  StoreError,
} from '../domain/store.ts';
import { refuseForeignFile } from './sqlite-file.ts';
import { applicationId, bringUpToDate, checkSoundness, schemaVersion } from './sqlite-schema.ts';

/** Another process lets go within this time, or it is not going to. */
const busyMs = 200;

/**
 * The store in a folder of this machine: one SQLite file, which one process at a time has open. Every write is on the
 * disk before its promise resolves.
 *
 * @throws StoreError where the file is damaged, not ours, newer than this version, or open in another process. Then it is
 * left as it is.
 */
export function openSqliteStore({ dataDir }: { dataDir: string }): Store {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'backup-watch.db');
  refuseForeignFile(file, { applicationId, schemaVersion });
  const database = open(file);
  const prepared = statements(database);
  let lastVersion = newestVersion(database);
  let isOpen = true;

  /** The driver is synchronous; its errors reject, and so does a use after the end, which it would allow. */
  async function attempt<T>(work: () => T): Promise<T> {
    if (!isOpen) throw new StoreError('unavailable', 'The store is closed.');
    try {
      return work();
    } catch (cause) {
      throw new StoreError('unavailable', `The store ${file} could not be used.`, cause);
    }
  }

  return {
    isShared: false,
    get: ({ collection, partition, key }) =>
      attempt(() => recordsOf(prepared.get.all(collection, partition, key))[0]),
    list: (collection, partition, { from = '', before, limit }) =>
      attempt(() =>
        recordsOf(
          before === undefined
            ? prepared.listFrom.all(collection, partition, from, limit)
            : prepared.listBetween.all(collection, partition, from, before, limit),
        ),
      ),
    put: (place, value, expected) =>
      attempt(() => put(prepared, place, JSON.stringify(value), ++lastVersion, expected)),
    remove: ({ collection, partition, key }, expected) =>
      attempt(() => {
        const removed =
          expected === undefined
            ? prepared.remove.all(collection, partition, key)
            : prepared.removeVersion.all(collection, partition, key, Number(expected.version));
        return removed.length > 0;
      }),
    async close() {
      if (isOpen) letGo(database);
      isOpen = false;
    },
  };
}

function open(file: string): Database.Database {
  let database: Database.Database | undefined;
  try {
    // The driver's typings do not know its option for waiting.
    database = new Database(file, { timeout: busyMs } as Database.Options);
    database.exec('pragma locking_mode = exclusive');
    checkSoundness(database, file);
    database.exec('pragma journal_mode = wal');
    database.exec('pragma synchronous = full');
    bringUpToDate(database);
    return database;
  } catch (cause) {
    database?.close();
    if (cause instanceof StoreError) throw cause;
    const { code } = cause as { code?: string };
    if (code === 'SQLITE_BUSY')
      throw new StoreError(
        'busy',
        `${file} is open in another process. Stop that one, choose another DATA_DIR, or use STORE_URL to run several.`,
        cause,
      );
    throw new StoreError(
      'corrupt',
      `${file} cannot be read: it is damaged. It was left as it is; move it away, or put a backup of it in its place.`,
      cause,
    );
  }
}

/** The driver keeps a closed file open until its statements are collected, so the lock is given back before. */
function letGo(database: Database.Database): void {
  database.exec('pragma journal_mode = delete');
  database.exec('pragma locking_mode = normal');
  database.prepare('select count(*) from records').all();
  database.close();
}

/** No other process writes, so that versions can be counted here. */
function newestVersion(database: Database.Database): number {
  const [row] = database.prepare('select max(version) as newest from records').all();
  return (row as { newest: number | null }).newest ?? 0;
}

/** Prepared once: preparing costs more than running. A missing parameter would bind null, so each has its own call. */
function statements(database: Database.Database) {
  const at = 'collection = ? and partition = ? and key = ?';
  const columns = 'key, value, version';
  return {
    get: database.prepare(`select ${columns} from records where ${at}`),
    listFrom: database.prepare(
      `select ${columns} from records where collection = ? and partition = ? and key >= ? order by key limit ?`,
    ),
    listBetween: database.prepare(
      `select ${columns} from records where collection = ? and partition = ? and key >= ? and key < ? order by key limit ?`,
    ),
    put: database.prepare(
      `insert into records (collection, partition, key, value, version) values (?, ?, ?, ?, ?)
       on conflict do update set value = excluded.value, version = excluded.version returning version`,
    ),
    insert: database.prepare(
      `insert into records (collection, partition, key, value, version) values (?, ?, ?, ?, ?)
       on conflict do nothing returning version`,
    ),
    replace: database.prepare(
      `update records set value = ?, version = ? where ${at} and version = ? returning version`,
    ),
    remove: database.prepare(`delete from records where ${at} returning key`),
    removeVersion: database.prepare(`delete from records where ${at} and version = ? returning key`),
  };
}

function put(
  prepared: ReturnType<typeof statements>,
  { collection, partition, key }: RecordPlace,
  value: string,
  version: number,
  expected: Expected,
): string | undefined {
  const written =
    expected === undefined
      ? prepared.put.all(collection, partition, key, value, version)
      : expected === 'absent'
        ? prepared.insert.all(collection, partition, key, value, version)
        : prepared.replace.all(value, version, collection, partition, key, Number(expected.version));
  return written.length > 0 ? String(version) : undefined;
}

interface Row {
  readonly key: string;
  readonly value: string;
  readonly version: number;
}

function recordsOf(rows: readonly unknown[]): StoredRecord[] {
  return (rows as readonly Row[]).map(({ key, value, version }) => ({
    key,
    value: JSON.parse(value),
    version: String(version),
  }));
}
