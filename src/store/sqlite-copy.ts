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
 * Copies a database to a file beside it, which only its owner can read, and opens the copy. Other processes may write
 * to the original meanwhile. The original is read only while copying, so its write-ahead log doesn't grow however
 * slowly the copy is read.
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
    // It stays readable while it's open, so nothing is left if the process is killed. On Windows the next start removes
    // it.
    removeFile(copy);
  }
}

/** Removes the copies of processes that were killed while they made them. */
export function removeCopies(file: string): void {
  const start = `${basename(file)}${copyMark}`;
  for (const name of readdirSync(dirname(file)))
    if (name.startsWith(start)) removeFile(join(dirname(file), name));
}

function removeFile(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Windows doesn't remove open files.
  }
}
