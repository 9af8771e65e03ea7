import { closeSync, openSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'libsql';

const copyMark = '.copy-';

export interface DatabaseCopy {
  readonly database: Database.Database;
  close(): void;
}

/**
 * Copies a database as it is now to a file beside it, which only its owner can read, and opens that. Others write to the original
 * meanwhile. It is read only for as long as copying takes, so its write-ahead log doesn't grow however slowly the copy is read.
 *
 * @throws if there is no room, or if the folder can't be written to.
 */
export function openCopy(original: Database.Database, file: string): DatabaseCopy {
  const copy = `${file}${copyMark}${process.pid}`;
  removeFile(copy);
  closeSync(openSync(copy, 'wx', 0o600));
  try {
    original.prepare('vacuum into ?').run(copy);
    const database = new Database(`${pathToFileURL(copy).href}?mode=ro`);
    database.prepare('pragma user_version').all();
    return { database, close: () => database.close() };
  } finally {
    // It stays readable while it is open, so nothing is left if the process is killed. Windows removes it with the next start.
    removeFile(copy);
  }
}

/** Removes copies whose process was killed while it made them. */
export function removeCopies(file: string): void {
  const start = `${basename(file)}${copyMark}`;
  for (const name of readdirSync(dirname(file)))
    if (name.startsWith(start)) removeFile(join(dirname(file), name));
}

function removeFile(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Windows removes no open file.
  }
}
