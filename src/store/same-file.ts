import { statSync } from 'node:fs';
import { StoreError } from '../domain/store.ts';

/**
 * Returns a check that a path still leads to the same file as now. Writes to an open file that was deleted or replaced
 * are lost when the process ends, and SQLite doesn't notice.
 *
 * The check throws a `StoreError` that ends with `remedy`.
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

/** Returns the file's inode, which isn't reused while the file is open. */
function identityOf(file: string): string | undefined {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats && `${stats.dev} ${stats.ino}`;
}
