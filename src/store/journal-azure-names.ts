import { createHash } from 'node:crypto';
import { encodedKey } from './azure-keys.ts';
import { originalText, storableText } from './journal-keys.ts';

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

/** The text that `nameOf` was given. */
export function textOf({ name, original }: Name, decode: (name: string) => string): string {
  return originalText(original ?? decode(name));
}

/** One stored version of a row, as its row key tells: which write it comes from, and if the row has left the partition. */
export interface Version {
  readonly rowKey: string;
  readonly name: string;
  readonly change: number;
  readonly generation: number;
  /** True if the version only says that the row is in another partition from this change on. */
  readonly isDeparture: boolean;
}

const changeDigits = 16;
const generationDigits = 10;
/** `|change|generation|r` */
const suffixUnits = changeDigits + generationDigits + 4;

export function versionOf(name: string, change: number, generation: number, isDeparture: boolean): Version {
  const rowKey = `${name}|${paddedChange(change)}|${paddedGeneration(generation)}|${isDeparture ? 'd' : 'r'}`;
  return { rowKey, name, change, generation, isDeparture };
}

export function parseVersion(rowKey: string): Version {
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

const mostDay = 999_999;

/** A day as text; days outside of what rows can have become the nearest. */
export function paddedDay(day: number): string {
  return String(Math.min(Math.max(Math.ceil(day), 0), mostDay)).padStart(6, '0');
}
