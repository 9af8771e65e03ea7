import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'libsql';
import { StoreError } from '../domain/store.ts';
import { openCopy } from './sqlite-copy.ts';
import { refuseForeignFile } from './sqlite-file.ts';
import { readRecords } from './sqlite-records.ts';
import { applicationId, schemaVersion } from './sqlite-schema.ts';
import type { StoreReader } from './whole-store.ts';

/** Whoever writes to the file lets a reader in within this time. */
const busyMs = 2_000;

/**
 * Opens a database file for reading alone, whoever else has it open. Throws if it is missing or cannot be read. What a
 * process was killed in the middle of is undone first: until then SQLite lets nobody read who may not write.
 */
export function openToRead(file: string): Database.Database {
  if (existsSync(`${file}-journal`)) undoHalfDone(file);
  // The driver leaves its own option for this unread; in the address it reaches SQLite.
  const address = `${pathToFileURL(file).href}?mode=ro`;
  return new Database(address, { timeout: busyMs } as Database.Options);
}

/** SQLite does that itself at the first look; a journal that is in use by somebody is left alone. */
function undoHalfDone(file: string): void {
  const database = new Database(file, { timeout: busyMs } as Database.Options);
  try {
    database.prepare('pragma user_version').all();
  } finally {
    database.close();
  }
}

/**
 * The embedded store, to be read while the bot is running or not. All that `all` gives is as it was at one moment, and no read
 * lasts longer than it takes SQLite: however slowly somebody takes what is read, the bot's write-ahead log doesn't grow by it.
 *
 * @throws StoreError if there is none, or none that can be read.
 */
export function openSqliteReader({ dataDir }: { dataDir: string }): StoreReader {
  const file = join(dataDir, 'backup-watch.db');
  if (!existsSync(file))
    throw new StoreError('unavailable', `There is no store in ${dataDir}: check DATA_DIR.`);
  refuseForeignFile(file, { applicationId, schemaVersion });
  const database = attempt(() => openToRead(file));
  const records = attempt(() => readRecords(database));

  function attempt<T>(work: () => T, what = 'read'): T {
    try {
      return work();
    } catch (cause) {
      throw new StoreError('unavailable', `The store ${file} could not be ${what}.`, cause);
    }
  }

  return {
    list: async (collection, partition, range) => attempt(() => records.list(collection, partition, range)),
    isSnapshot: true,
    async *all(collection) {
      const copy = attempt(() => openCopy(database, file), 'copied: check the room on its disk');
      try {
        const all = readRecords(copy.database).all(collection)[Symbol.iterator]();
        for (let next = attempt(() => all.next()); !next.done; next = attempt(() => all.next()))
          yield next.value;
      } finally {
        copy.close();
      }
    },
    async close() {
      database.close();
    },
  };
}
