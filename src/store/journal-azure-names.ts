import { createHash } from 'node:crypto';
import { decodedKey, encodedKey } from './azure-keys.ts';
import { originalText, storableText } from './journal-keys.ts';
import { mostDay } from './journal-rows.ts';

/** Azure allows 512 UTF-16 units for a key. The rest is for numbers. */
const mostNameUnits = 400;

/** A text as a part of an Azure key: encoded, or its hash if that would be too long. */
export interface Name {
  readonly name: string;
  /** Set if the name is a hash; it's then stored beside the name. */
  readonly original: string | undefined;
}

export function nameOf(text: string): Name {
  const original = storableText(text);
  const name = encodedKey(original);
  if (name.length <= mostNameUnits) return { name, original: undefined };
  // `encodedKey` writes two hexadecimal digits after each `!`.
  return { name: `!~${createHash('sha256').update(original).digest('hex')}`, original };
}

/** Reverses `nameOf`. */
export function textOf({ name, original }: Name): string {
  return originalText(original ?? decodedKey(name));
}

/**
 * One stored version of a row, parsed from its row key: which write it comes from, and whether the row has left the
 * partition.
 */
export interface RowVersion {
  readonly rowKey: string;
  readonly name: string;
  readonly change: number;
  readonly generation: number;
  /** True if the version has no value: from this change on, the row is in another partition. */
  readonly isDeparture: boolean;
}

const changeDigits = 16;
const generationDigits = 10;
/** `|change|generation|r` */
const suffixUnits = changeDigits + generationDigits + 4;

export function versionOf(
  name: string,
  change: number,
  generation: number,
  isDeparture: boolean,
): RowVersion {
  const rowKey = `${name}|${paddedChange(change)}|${paddedGeneration(generation)}|${isDeparture ? 'd' : 'r'}`;
  return { rowKey, name, change, generation, isDeparture };
}

export function parseVersion(rowKey: string): RowVersion {
  const at = rowKey.length - suffixUnits;
  const generationAt = at + changeDigits + 2;
  return {
    rowKey,
    name: rowKey.slice(0, at),
    change: Number(rowKey.slice(at + 1, at + 1 + changeDigits)),
    generation: Number(rowKey.slice(generationAt, generationAt + generationDigits)),
    isDeparture: rowKey.endsWith('d'),
  };
}

export function paddedChange(change: number): string {
  return String(change).padStart(changeDigits, '0');
}

export function paddedGeneration(generation: number): string {
  return String(generation).padStart(generationDigits, '0');
}

/** A day as text of six digits. Days outside the range that rows can have are clamped. */
export function paddedDay(day: number): string {
  return String(Math.min(Math.max(Math.ceil(day), 0), mostDay)).padStart(6, '0');
}
