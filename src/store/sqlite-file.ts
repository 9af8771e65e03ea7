import { closeSync, openSync, readSync } from 'node:fs';
import { StoreError } from '../domain/store.ts';
import { newer } from './sqlite-schema.ts';

const headerBytes = 100;
const magic = 'SQLite format 3\0';
/** Offsets in the header, as unsigned numbers of four bytes, the high one first. */
const [userVersionAt, applicationIdAt] = [60, 68];

/**
 * Checks a database file before SQLite opens it, so that a file that isn't ours is never written to.
 *
 * @throws StoreError if it's damaged, of another program, or of a newer version. A missing or empty file counts as new.
 */
export function refuseForeignFile(
  file: string,
  { applicationId, schemaVersion }: { applicationId: number; schemaVersion: number },
): void {
  const header = headerOf(file);
  if (header.length === 0) return;
  const left = 'It was left as it is; move it away, or put a backup of it in its place.';
  if (header.length < headerBytes || header.toString('latin1', 0, magic.length) !== magic)
    throw new StoreError('corrupt', `${file} is damaged: it is no SQLite database. ${left}`);
  const id = header.readUInt32BE(applicationIdAt);
  const version = header.readUInt32BE(userVersionAt);
  // If a process died early, both may be in the log beside the file.
  if (id !== applicationId && !(id === 0 && version === 0))
    throw new StoreError(
      'foreign',
      `${file} belongs to another program. It was left as it is; choose another DATA_DIR.`,
    );
  if (version > schemaVersion) throw newer(file);
}

function headerOf(file: string): Buffer {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw new StoreError('unavailable', `${file} cannot be read; check the permissions of DATA_DIR.`, error);
  }
  try {
    const header = Buffer.alloc(headerBytes);
    return header.subarray(0, readSync(descriptor, header, 0, headerBytes, 0));
  } finally {
    closeSync(descriptor);
  }
}
