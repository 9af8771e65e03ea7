import { cut } from '../domain/cut.ts';

/** True for what JSON writes in braces. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The first of these names (given in camelCase) that has a value other than null, whatever case the record writes
 * it in: the tables of the documentation say `TotalCount`, its samples `totalCount`.
 */
export function field(record: Record<string, unknown>, ...names: readonly string[]): unknown {
  for (const name of names) {
    const value = Object.hasOwn(record, name) ? record[name] : valueInAnyCase(record, name.toLowerCase());
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

function valueInAnyCase(record: Record<string, unknown>, lowerName: string): unknown {
  for (const key of Object.keys(record)) {
    if (key.length === lowerName.length && key.toLowerCase() === lowerName) return record[key];
  }
  return undefined;
}

/** The status that the body of an answer claims for itself; undefined if it has none. */
export function statusIn(body: unknown): number | undefined {
  return isRecord(body) ? readCount(field(body, 'statusCode')) : undefined;
}

/** A text, trimmed; a finite number as its text. Undefined if empty or anything else; cut to `longest` characters. */
export function readText(value: unknown, longest: number): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (text === '') return undefined;
  if (text.length <= longest) return text;
  return `${cut(text, longest - 1)}…`;
}

/** A whole number of 0 or more, or the digits of one. Undefined for anything else. */
export function readCount(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\s*\d{1,16}\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}
