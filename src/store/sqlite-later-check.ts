import { setTimeout as sleep } from 'node:timers/promises';
import type Database from 'libsql';

/** Rows of one step, which takes some milliseconds, and the pause between two. A gigabyte takes half a minute. */
const rowsAtOnce = 1_000;
const pauseMs = 20;

/**
 * Reads all records in steps, in parallel to other work: for a file that is too large to be checked before it's used.
 * Resolves to the damage, or to undefined. Calls `mayGoOn` before each step.
 */
export async function findDamage(
  database: Database.Database,
  mayGoOn: () => boolean,
): Promise<Error | undefined> {
  const step = database.prepare(
    `select collection, partition, key, json_valid(value) as isJson from records
     where (collection, partition, key) > (?, ?, ?) order by collection, partition, key limit ${rowsAtOnce}`,
  );
  let last: readonly string[] = ['', '', ''];
  for (;;) {
    await sleep(pauseMs, undefined, { ref: false });
    if (!mayGoOn()) return undefined;
    try {
      const rows = step.all(...last) as readonly CheckedRow[];
      const broken = rows.find(({ isJson }) => isJson !== 1);
      if (broken) return new Error(`a record of ${broken.collection} can't be read`);
      const end = rows.at(-1);
      if (!end || rows.length < rowsAtOnce) return undefined;
      last = [end.collection, end.partition, end.key];
    } catch (cause) {
      // Any other error is temporary, or the next use of the store reports it.
      return /^SQLITE_(CORRUPT|NOTADB)/.test((cause as { code?: string }).code ?? '')
        ? (cause as Error)
        : undefined;
    }
  }
}

interface CheckedRow {
  readonly collection: string;
  readonly partition: string;
  readonly key: string;
  readonly isJson: number;
}
