import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';

/** What SQLite puts beside a database. It gives a new one the permissions of the database. */
const besides = ['-wal', '-shm', '-journal'];

/**
 * Makes a file if there is none, and lets only its owner read it and the files beside it, also if an older version of the
 * product made them for everybody. Throws if it can't be made or opened for writing.
 */
export function makePrivate(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
  for (const one of ['', ...besides].map(ending => file + ending)) if (existsSync(one)) hide(one);
}

function hide(file: string): void {
  try {
    chmodSync(file, 0o600);
  } catch {
    // Some network shares have no permissions, and the file may be another account's: the bot could use it before, too.
  }
}
