import { closeSync, openSync, readSync } from 'node:fs';

const chunkBytes = 1_000_000;

/**
 * Reads a file sequentially, so that the operating system caches it. A check by SQLite reads its pages in no order: for
 * 100 MB on the disk, it takes 0.2 s after this and over 2 s without.
 */
export function readAhead(file: string): void {
  const descriptor = openSync(file, 'r');
  try {
    const chunk = Buffer.alloc(chunkBytes);
    while (readSync(descriptor, chunk) > 0);
  } finally {
    closeSync(descriptor);
  }
}
