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

/** A process that writes to the file makes a reader wait no longer than this. */
const busyMs = 2_000;

/**
 * Opens a database file read-only, also while another process has it open. Throws if it's missing or can't be read. A
 * transaction that a killed process left unfinished is rolled back first: until then SQLite refuses read-only
 * connections.
 */
export function openToRead(file: string): Database.Database {
  if (existsSync(`${file}-journal`)) rollBackUnfinished(file);
  // The driver ignores its own option for this; as a part of the address it reaches SQLite.
  const address = `${pathToFileURL(file).href}?mode=ro`;
  return new Database(address, { timeout: busyMs } as Database.Options);
}

/** Makes SQLite roll back, as it does with the first read. It leaves the journal of a running transaction alone. */
function rollBackUnfinished(file: string): void {
  const database = new Database(file, { timeout: busyMs } as Database.Options);
  try {
    database.prepare('pragma user_version').all();
  } finally {
    database.close();
  }
}

/**
 * Opens the embedded store for reading, while the bot is running or not. `all` returns a snapshot, and no read lasts
 * longer than SQLite needs: the bot's write-ahead log doesn't grow, however slowly a caller reads.
 *
 * @throws StoreError if there is no store, or none that can be read.
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
