import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';

/** Suffixes of the files that SQLite creates beside a database, with the database's permissions. */
const sidecarSuffixes = ['-wal', '-shm', '-journal'];

/**
 * Creates a file if there is none, and makes it and those beside it readable only for their owner, even if an older
 * version of the product created them for all users. Throws if the file can't be created or opened for writing.
 */
export function makePrivate(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
  for (const one of ['', ...sidecarSuffixes].map(ending => file + ending)) if (existsSync(one)) restrict(one);
}

function restrict(file: string): void {
  try {
    chmodSync(file, 0o600);
  } catch {
    // Some network shares have no permissions, and the file may be another account's. The bot could use it before, too.
  }
}
