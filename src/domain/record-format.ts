import { createHash } from 'node:crypto';

/** The fields of a stored record. */
type Fields = Readonly<Record<string, unknown>>;

/** How the records of one collection are stored. */
export interface RecordFormat<T> {
  /** Returns a stored record as this version of the product has it, whichever version wrote it. */
  read(stored: unknown): T;
  write(record: T): unknown;
}

/**
 * A format whose records are migrated one by one, when they are read. Each has the number of its format as `v`; one without a
 * number is of the first. `steps` has what brings a record from each number to the next.
 *
 * An older version of the product may open the store again. It copies the fields that it doesn't know, `v` too, while it changes
 * others. So `v` has a mark of the other fields beside the number, and if they don't match it, all steps are taken again: a step
 * removes or replaces whatever an older version lets become wrong. A higher number than the highest here is read as it is, because
 * formats that an older version can't read raise the schema's number.
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
    write: record => ({ ...record, v: { number: current, mark: markOf(record) } }),
  };
}

function numberOf(v: unknown, fields: Fields): number {
  const { number, mark } = (v ?? {}) as { number?: number; mark?: string };
  return number !== undefined && mark === markOf(fields) ? number : 1;
}

function markOf(fields: object): string {
  return createHash('sha256').update(JSON.stringify(fields)).digest('base64url').slice(0, 12);
}
