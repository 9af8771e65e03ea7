import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { type Expected, type RecordPlace, StoreError } from '../domain/store.ts';
import { refuseForeignFile } from './sqlite-file.ts';
import { holdFolder } from './sqlite-lock.ts';
import { openToRead } from './sqlite-reader.ts';
import { readRecords } from './sqlite-records.ts';
import { applicationId, bringUpToDate, checkSoundness, schemaVersion } from './sqlite-schema.ts';
import { shareWrites } from './sqlite-writes.ts';
import type { WholeStore } from './whole-store.ts';

/** Whoever reads the file while it is opened or closed is through within this time, or is not going to be. */
const busyMs = 200;

/**
 * The store in a folder of this machine: one SQLite file, which one process at a time may write to while others read it
 * (`sqlite-reader.ts`). Every write is on the disk before its promise resolves.
 *
 * @throws StoreError where the file is damaged, not ours, newer than this version, or open in another process. Then it is
 * left as it is.
 */
export function openSqliteStore({ dataDir }: { dataDir: string }): WholeStore {
  makeFolder(dataDir);
  const file = join(dataDir, 'backup-watch.db');
  refuseForeignFile(file, { applicationId, schemaVersion });
  const lock = holdFolder(dataDir, file);
  let database: Database.Database;
  try {
    database = open(file);
  } catch (error) {
    lock.letGo();
    throw error;
  }
  const records = readRecords(database);
  const prepared = writingStatements(database);
  let lastVersion = newestVersion(database);
  let isOpen = true;

  const writes = shareWrites(database);

  /** The driver is synchronous; its errors reject, and so does a use after the end, which it would allow. */
  async function attempt<T>(work: () => T | Promise<T>): Promise<T> {
    if (!isOpen) throw new StoreError('unavailable', 'The store is closed.');
    try {
      return await work();
    } catch (cause) {
      throw new StoreError('unavailable', `The store ${file} could not be used.`, cause);
    }
  }

  return {
    isShared: false,
    get: place => attempt(() => records.get(place)),
    list: (collection, partition, range) => attempt(() => records.list(collection, partition, range)),
    async *all() {
      yield* records.all();
    },
    put: (place, value, expected) =>
      attempt(() => {
        const text = JSON.stringify(value);
        return writes.add(() => put(prepared, place, text, ++lastVersion, expected));
      }),
    remove: ({ collection, partition, key }, expected) =>
      attempt(() =>
        writes.add(() => {
          const removed =
            expected === undefined
              ? prepared.remove.all(collection, partition, key)
              : prepared.removeVersion.all(collection, partition, key, Number(expected.version));
          return removed.length > 0;
        }),
      ),
    async close() {
      if (!isOpen) return;
      isOpen = false;
      writes.flush();
      letGo(database);
      lock.letGo();
    },
  };
}

function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const { code = 'no code' } = cause as { code?: string };
    throw new StoreError(
      'unavailable',
      `${dataDir} is no folder and cannot be made one (${code}): check DATA_DIR.`,
      cause,
    );
  }
}

function open(file: string): Database.Database {
  let database: Database.Database | undefined;
  try {
    refuseDamaged(file);
    // The driver's typings do not know its option for waiting.
    database = new Database(file, { timeout: busyMs } as Database.Options);
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
    if (/^SQLITE_(READONLY|CANTOPEN|PERM|FULL|IOERR)/.test(code ?? ''))
      throw new StoreError(
        'unavailable',
        `${file} cannot be written to (${code}); check the permissions of DATA_DIR, and the room on its disk.`,
        cause,
      );
    throw new StoreError(
      'corrupt',
      `${file} cannot be read: it is damaged. It was left as it is; move it away, or put a backup of it in its place.`,
      cause,
    );
  }
}

/** Looks at it through a connection that cannot write: a file that is refused is left as it is, its log beside it. */
function refuseDamaged(file: string): void {
  if (!existsSync(file) || statSync(file).size === 0) return;
  const reading = openToRead(file);
  try {
    checkSoundness(reading, file);
  } finally {
    reading.close();
  }
}

/**
 * The driver keeps a closed file open until its statements are collected, so the log beside it is worked into it before.
 * While somebody reads, it stays: whoever opens the file next does that.
 */
function letGo(database: Database.Database): void {
  try {
    database.exec('pragma journal_mode = delete');
  } catch (error) {
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
  }
  database.close();
}

/** No other process writes, so that versions can be counted here. */
function newestVersion(database: Database.Database): number {
  const [row] = database.prepare('select max(version) as newest from records').all();
  return (row as { newest: number | null }).newest ?? 0;
}

function writingStatements(database: Database.Database) {
  const at = 'collection = ? and partition = ? and key = ?';
  return {
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
  prepared: ReturnType<typeof writingStatements>,
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
