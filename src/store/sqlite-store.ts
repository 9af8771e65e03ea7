import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { type Expected, type RecordKey, type StoredRecord, StoreError } from '../domain/store.ts';
import { readAhead } from './read-ahead.ts';
import { createSameFileCheck } from './same-file.ts';
import { removeCopies } from './sqlite-copy.ts';
import { refuseForeignFile } from './sqlite-file.ts';
import { findDamage } from './sqlite-later-check.ts';
import { lockFolder } from './sqlite-lock.ts';
import { makePrivate } from './sqlite-private.ts';
import { openToRead } from './sqlite-reader.ts';
import { readRecords } from './sqlite-records.ts';
import { applicationId, checkIntegrity, migrateSchema, schemaVersion } from './sqlite-schema.ts';
import { createSharedWrites } from './sqlite-writes.ts';
import type { KeyedRecord, WholeStore } from './whole-store.ts';

/** Files up to this size are checked before use, in 100 ms. Larger ones are checked while they are in use. */
const checkedFirstBytes = 64_000_000;
/** The write-ahead log is truncated to this size once no reader needs more of it. */
const mostLogBytes = 16_000_000;
/** A process that reads the file while it's opened or closed is normally done within this time. */
const busyMs = 200;

export interface SqliteStoreSettings {
  readonly dataDir: string;
  /** For tests: larger files are checked later. */
  readonly checkedFirst?: number;
}

/**
 * Opens the store in a folder of this machine: one SQLite file, which one process at a time may write to while others
 * read it (`sqlite-reader.ts`). Every write is on the disk before its promise resolves. A file that is too large to be
 * checked before use is checked within a minute; if it's damaged, every call rejects from then on.
 *
 * @throws StoreError if the file is damaged, not ours, newer than this version, or open in another process. Then it
 * isn't changed.
 */
export function openSqliteStore({
  dataDir,
  checkedFirst = checkedFirstBytes,
}: SqliteStoreSettings): WholeStore {
  makeFolder(dataDir);
  const file = join(dataDir, 'backup-watch.db');
  refuseForeignFile(file, { applicationId, schemaVersion });
  const lock = lockFolder(dataDir, file);
  const isLarge = sizeOf(file) > checkedFirst;
  let database: Database.Database;
  try {
    removeCopies(file);
    database = open(file, isLarge);
  } catch (error) {
    lock.letGo();
    throw error;
  }
  const records = readRecords(database);
  const prepared = writingStatements(database);
  const checkFile = createSameFileCheck(
    file,
    'Nothing is stored any more: stop the bot, put the file or a backup in its place, and start it again.',
  );
  /** At least as high as each version that was read, so that a new version never equals one that a caller has. */
  let lastVersion = 0;
  let isOpen = true;
  const damage = isLarge ? checkLater(database, file, () => isOpen) : () => undefined;
  const attempt = createAttempt(file, () => isOpen, damage);
  const writes = createSharedWrites(database);

  function seen<T extends readonly StoredRecord[]>(found: T): T {
    for (const { version } of found) lastVersion = Math.max(lastVersion, Number(version));
    return found;
  }

  return {
    isShared: false,
    isSnapshot: false,
    get: place => attempt(() => seen(records.get(place))[0]),
    list: (collection, partition, range) => attempt(() => seen(records.list(collection, partition, range))),
    async *all(collection) {
      const all = records.all(collection)[Symbol.iterator]();
      for (let next = await attempt(() => all.next()); !next.done; next = await attempt(() => all.next()))
        yield next.value;
    },
    replaceAll: all =>
      replaceRecords(database, file, all, (place, text) =>
        put(prepared, place, text, ++lastVersion, undefined),
      ),
    put: (place, value, expected) =>
      attempt(() => {
        checkFile();
        const text = JSON.stringify(value);
        return writes.add(() => put(prepared, place, text, ++lastVersion, expected));
      }),
    remove: (place, expected) =>
      attempt(() => {
        checkFile();
        return writes.add(() => remove(prepared, place, expected));
      }),
    async close() {
      if (!isOpen) return;
      isOpen = false;
      writes.flush();
      closeDatabase(database);
      lock.letGo();
    },
  };
}

/** Checks a large file while it's in use. Returns a function that returns the error once the file is found damaged. */
function checkLater(
  database: Database.Database,
  file: string,
  isOpen: () => boolean,
): () => StoreError | undefined {
  let damage: StoreError | undefined;
  void findDamage(database, isOpen).then(cause => {
    damage =
      cause &&
      new StoreError(
        'corrupt',
        `${file} is damaged. Nothing of it is used any more: stop the bot, put a backup in its place, and start it again.`,
        cause,
      );
  });
  return () => damage;
}

/**
 * Returns a function that makes the synchronous driver's errors reject, and refuses calls after `close`, which the
 * driver would allow.
 */
function createAttempt(file: string, isOpen: () => boolean, damage: () => StoreError | undefined) {
  return async <T>(work: () => T | Promise<T>): Promise<T> => {
    if (!isOpen()) throw new StoreError('unavailable', 'The store is closed.');
    const found = damage();
    if (found) throw found;
    try {
      return await work();
    } catch (cause) {
      if (cause instanceof StoreError) throw cause;
      const { code = 'no code' } = cause as { code?: string };
      throw new StoreError('unavailable', `The store ${file} could not be used (${code}).`, cause);
    }
  };
}

/** Replaces all records in one transaction, and returns their number. If it fails, nothing is changed. */
async function replaceRecords(
  database: Database.Database,
  file: string,
  records: AsyncIterable<KeyedRecord>,
  write: (place: RecordKey, text: string) => void,
): Promise<number> {
  database.exec('begin immediate');
  try {
    database.exec('delete from records');
    let count = 0;
    for await (const { value, ...place } of records) {
      write(place, JSON.stringify(value));
      count += 1;
    }
    database.exec('commit');
    return count;
  } catch (cause) {
    if (database.inTransaction) database.exec('rollback');
    const { code = '', message } = cause as { code?: string; message: string };
    if (!code.startsWith('SQLITE_')) throw cause;
    throw new StoreError(
      'unavailable',
      `${file} could not be written (${message}), and has what it had: check the room on its disk, then do it again.`,
      cause,
    );
  }
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

function open(file: string, isLarge: boolean): Database.Database {
  let database: Database.Database | undefined;
  try {
    makePrivate(file);
    refuseDamaged(file, isLarge);
    // The driver's types lack its option for waiting.
    database = new Database(file, { timeout: busyMs } as Database.Options);
    database.exec('pragma journal_mode = wal');
    database.exec('pragma synchronous = full');
    database.exec(`pragma journal_size_limit = ${mostLogBytes}`);
    migrateSchema(database);
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
    if (/^(SQLITE_(READONLY|CANTOPEN|PERM|FULL|IOERR)|EACCES|EPERM|EROFS|ENOSPC)/.test(code ?? ''))
      throw new StoreError(
        'unavailable',
        `${file} cannot be written to (${code}); check the permissions of DATA_DIR, and the room on its disk.`,
        cause,
      );
    throw damaged(file, cause);
  }
}

function damaged(file: string, cause: unknown): StoreError {
  return new StoreError(
    'corrupt',
    `${file} cannot be read: it is damaged. It was left as it is; move it away, or put a backup of it in its place.`,
    cause,
  );
}

function sizeOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}

/**
 * Checks a file through a read-only connection, so that a file that is refused isn't changed, nor the log beside it.
 */
function refuseDamaged(file: string, isLarge: boolean): void {
  if (sizeOf(file) === 0) return;
  if (!isLarge) readAhead(file);
  const reading = openToRead(file);
  try {
    checkIntegrity(reading, file, { isWhole: !isLarge });
  } finally {
    reading.close();
  }
}

/**
 * Closes the database. The driver has a closed file open until its statements are garbage collected, so the write-ahead
 * log is merged into it first. If that isn't possible, because of a reader, a full disk or a missing file, the next
 * process that opens the file does it.
 */
function closeDatabase(database: Database.Database): void {
  try {
    database.exec('pragma journal_mode = delete');
  } catch (error) {
    if (!/^SQLITE_(BUSY|FULL|IOERR|READONLY|CANTOPEN)/.test((error as { code?: string }).code ?? ''))
      throw error;
  }
  database.close();
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
  { collection, partition, key }: RecordKey,
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

function remove(
  prepared: ReturnType<typeof writingStatements>,
  { collection, partition, key }: RecordKey,
  expected: Exclude<Expected, 'absent'>,
): boolean {
  const removed =
    expected === undefined
      ? prepared.remove.all(collection, partition, key)
      : prepared.removeVersion.all(collection, partition, key, Number(expected.version));
  return removed.length > 0;
}
