import { createHash } from 'node:crypto';

/** The fields of a stored record. */
type Fields = Readonly<Record<string, unknown>>;

/** How the records of one collection are stored. */
export interface RecordFormat<T> {
  /** Converts a stored record to this version, whichever version wrote it. */
  read(stored: unknown): T;
  write(record: T): unknown;
}

/**
 * A format whose records are migrated one by one, when they are read. Each record has the number of its format as `v`;
 * without a number it's 1. `steps` convert from each number to the next.
 *
 * An older version of the product may open the store again. It copies the fields that it doesn't know, including `v`,
 * while it changes others. So `v` has a hash of the other fields beside the number. If they don't match, all steps run
 * again: a step removes or replaces what an older version leaves wrong. Records with a higher number than the highest
 * here are read as they are, because formats that an older version can't read raise the schema's number.
 */
export function recordFormat<T extends object>(
  steps: readonly ((record: Fields) => Fields)[],
): RecordFormat<T> {
  const current = steps.length + 1;

  return {
    read(stored) {
      const { v, ...fields } = stored as Fields;
      return steps.slice(numberOf(v, fields) - 1).reduce((record, step) => step(record), fields) as T;
    },
    write: record => ({ ...record, v: { number: current, mark: hashOf(record) } }),
  };
}

function numberOf(v: unknown, fields: Fields): number {
  const { number, mark } = (v ?? {}) as { number?: number; mark?: string };
  return number !== undefined && mark === hashOf(fields) ? number : 1;
}

function hashOf(fields: object): string {
  return createHash('sha256').update(JSON.stringify(fields)).digest('base64url').slice(0, 12);
}
