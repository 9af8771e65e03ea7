import type { JournalRow } from '../domain/index-journal.ts';

/** A row of one `put`, checked, with the number of its write and its value as text. */
export interface NumberedRow {
  readonly key: string;
  readonly day: number;
  readonly part: string;
  readonly change: number;
  readonly text: string;
}

const mostKeyUnits = 300;
const mostValueUnits = 20_000;
export const mostDay = 999_999;

/**
 * Numbers the rows of one `put`. If a key occurs twice, only its last row is written, and the number of the other stays
 * unused.
 *
 * @throws RangeError if a row exceeds the limits of `JournalRow`.
 */
export function numberRows(rows: readonly JournalRow[], change: number): readonly NumberedRow[] {
  const latest = new Map<string, NumberedRow>();
  for (const [at, { key, day, part, value }] of rows.entries()) {
    const text = JSON.stringify(value);
    if (key.length > mostKeyUnits) throw new RangeError(`the key of row ${at} has ${key.length} characters`);
    if (text === undefined || text.length > mostValueUnits)
      throw new RangeError(`the value of row ${at} has ${text?.length ?? 'no'} characters`);
    if (!Number.isInteger(day) || day < 0 || day > mostDay)
      throw new RangeError(`row ${at} has the invalid day ${day}`);
    latest.delete(key);
    latest.set(key, { key, day, part, change: change + at, text });
  }
  return [...latest.values()];
}

/** @throws RangeError if readers have passed the number already. */
export function checkNumber(change: number, mark: number): void {
  if (!Number.isSafeInteger(change) || change <= mark)
    throw new RangeError(`number ${change} isn't above the mark, ${mark}`);
}
