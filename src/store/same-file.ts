import { statSync } from 'node:fs';
import { StoreError } from '../domain/store.ts';

/**
 * Returns a check that a path still leads to the file that it leads to now. What is written to an open file that was deleted or
 * replaced is gone with the process, and SQLite doesn't notice.
 *
 * The check throws `StoreError`, which ends with `remedy`.
 */
export function createSameFileCheck(file: string, remedy: string): () => void {
  const opened = identityOf(file);
  return () => {
    const now = identityOf(file);
    if (now === opened && now !== undefined) return;
    const what = now === undefined ? 'was deleted' : 'was replaced by another file';
    throw new StoreError('unavailable', `${file} ${what} while the bot has it open. ${remedy}`);
  };
}

/** The number of an open file isn't given to another one. */
function identityOf(file: string): string | undefined {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats && `${stats.dev} ${stats.ino}`;
}
