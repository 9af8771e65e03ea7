import { join } from 'node:path';
import Database from 'libsql';
import { StoreError } from '../domain/store.ts';
import { makePrivate } from './sqlite-private.ts';

/** Another process that is about to release the lock does so within this time. */
const busyMs = 200;

/**
 * Locks the folder of the embedded store for this process, until the lock is released or the process ends, however it
 * ends. The lock is a file of its own, an empty database with its write lock taken, so that other processes can read
 * the store's database meanwhile. The file stays after the release: removing it might remove another process's lock.
 *
 * @throws StoreError if another process has the lock, or if the folder can't be written to.
 */
export function lockFolder(dataDir: string, file: string): { letGo(): void } {
  let lock: Database.Database | undefined;
  const name = join(dataDir, 'backup-watch.lock');
  try {
    makePrivate(name);
    // The driver's types lack its option for waiting.
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
  const opened = lock;
  return {
    // The driver has a closed file open until it's garbage collected, so the lock is released first.
    letGo() {
      opened.exec('rollback');
      opened.close();
    },
  };
}
