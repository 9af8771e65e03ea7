import { join } from 'node:path';
import Database from 'libsql';
import { StoreError } from '../domain/store.ts';
import { makePrivate } from './sqlite-private.ts';

/** Another process lets go within this time, or it is not going to. */
const busyMs = 200;

/**
 * Holds the folder of the embedded store for this process alone, until it is let go of or the process ends, however it
 * ends. The lock is a file of its own, so that the database can be read by others meanwhile: an empty database whose
 * write lock is taken and never used. It stays when it is let go of: whoever removed it might remove another's.
 *
 * @throws StoreError if another process holds it, or if the folder cannot be written to.
 */
export function holdFolder(dataDir: string, file: string): { letGo(): void } {
  let lock: Database.Database | undefined;
  const name = join(dataDir, 'backup-watch.lock');
  try {
    makePrivate(name);
    // The driver's typings do not know its option for waiting.
    lock = new Database(name, { timeout: busyMs } as Database.Options);
    lock.exec('pragma journal_mode = memory');
    lock.exec('begin exclusive');
  } catch (cause) {
    lock?.close();
    if ((cause as { code?: string }).code === 'SQLITE_BUSY')
      throw new StoreError(
        'busy',
        `${file} is open in another process. Stop that one, choose another DATA_DIR, or use STORE_URL to run several.`,
        cause,
      );
    throw new StoreError(
      'unavailable',
      `${dataDir} cannot be written to; check the permissions of DATA_DIR.`,
      cause,
    );
  }
  const held = lock;
  return {
    // The driver keeps a closed file open until it is collected, so the lock is given back before.
    letGo() {
      held.exec('rollback');
      held.close();
    },
  };
}
