import { Temporal } from 'temporal-polyfill';
import { dateOrderOf, regionOf } from '../../domain/date-order.ts';
import { digits } from '../numbers.ts';
import type { Token } from '../tokens.ts';
import { monthNames, type PlainDate, type WallClock } from '../wall-clock.ts';
import type { ReadDate, SaidDate } from './day.ts';
import { type RefusedPeriod, refuse, wordAt } from './phrase.ts';

const months = new Map<string, number>();
for (const [index, name] of monthNames.entries()) {
  months.set(name.toLowerCase(), index + 1);
  months.set(name.slice(0, 3).toLowerCase(), index + 1);
}
months.set('sept', 9);

/** Returns the number of the month that a word names, 1 to 12. */
export function monthOf(word: string): number | undefined {
  return months.get(word);
}

/** The names of months. */
export const monthWords: readonly string[] = [...months.keys()];

/** Reads the date at `at`: 2026-11-02, 2 November 2026, 2nd of Nov, Nov 2, 2/11/2026, 2.11.2026. */
export function dateAt(tokens: readonly Token[], at: number): ReadDate | undefined {
  const first = tokens[at];
  if (first?.kind === 'number') return digitsDate(tokens, at) ?? dayThenMonth(tokens, at);
  return (
    monthThenDay(tokens, at) ??
    (ordinalWords.includes(wordAt(tokens, at)) ? dayThenMonth(tokens, at) : undefined)
  );
}

/** Reads the day of a month at `at`, "7" or "7th". Returns it with the index after it. */
export function dayNumberAt(
  tokens: readonly Token[],
  at: number,
): { value: number; end: number; ordinal: boolean } | undefined {
  const token = tokens[at];
  if (token?.kind !== 'number' || token.text.length > 2) return undefined;
  const ordinal = ['st', 'nd', 'rd', 'th'].includes(wordAt(tokens, at + 1)) && tokens[at + 1]?.glued === true;
  return { value: digits(token.text), end: ordinal ? at + 2 : at + 1, ordinal };
}

/** Reads a year of four digits at `at` that doesn't start a time or a date. */
export function yearAt(tokens: readonly Token[], at: number): number | undefined {
  const token = tokens[at];
  if (token?.kind !== 'number' || token.text.length !== 4) return undefined;
  const next = tokens[at + 1];
  if (next?.glued && (next.text === ':' || (next.text === '-' && tokens[at + 2]?.kind === 'number')))
    return undefined;
  return digits(token.text);
}

/** The ordinals of days in words; those above twenty are two words. */
const ordinals =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(
    ' ',
  );

/** The words that a day of a month in words begins with. */
export const ordinalWords: readonly string[] = [...ordinals, 'twenty', 'thirty', 'thirtieth'];

/** Reads "third", "twenty-first" as the day of a month. */
function ordinalWordAt(tokens: readonly Token[], at: number): { value: number; end: number } | undefined {
  const word = wordAt(tokens, at);
  const value = ordinals.indexOf(word) + 1;
  if (value > 0) return { value, end: at + 1 };
  if (word === 'thirtieth') return { value: 30, end: at + 1 };
  const next = tokens[at + 1]?.text === '-' ? at + 2 : at + 1;
  const unit = ordinals.indexOf(wordAt(tokens, next)) + 1;
  const ten = word === 'twenty' ? 20 : word === 'thirty' ? 30 : 0;
  return ten && unit > 0 && unit < 10 ? { value: ten + unit, end: next + 1 } : undefined;
}

function dayThenMonth(tokens: readonly Token[], at: number): ReadDate | undefined {
  const day = dayNumberAt(tokens, at) ?? ordinalWordAt(tokens, at);
  if (!day) return undefined;
  let next = day.end;
  if (wordAt(tokens, next) === 'of') next += 1;
  else if (tokens[next]?.text === '-' || tokens[next]?.text === '.') next += 1;
  const month = monthOf(wordAt(tokens, next));
  if (month === undefined) return undefined;
  next += 1;
  return withYear(tokens, at, next, day.value, month);
}

function monthThenDay(tokens: readonly Token[], at: number): ReadDate | undefined {
  const month = monthOf(wordAt(tokens, at));
  if (month === undefined) return undefined;
  let next = at + 1;
  if (tokens[next]?.text === '.') next += 1;
  if (wordAt(tokens, next) === 'the') next += 1;
  const day = dayNumberAt(tokens, next);
  if (!day) return undefined;
  const after = tokens[day.end];
  if (after?.glued && after.text === ':') return undefined;
  if (!day.ordinal && (after?.text === 'per' || (after?.glued && after.kind === 'word'))) return undefined;
  return withYear(tokens, at, day.end, day.value, month);
}

function withYear(
  tokens: readonly Token[],
  start: number,
  end: number,
  day: number,
  month: number,
): ReadDate {
  const separator = tokens[end]?.text;
  const at = separator === ',' || separator === '.' || separator === '-' ? end + 1 : end;
  const year = yearAt(tokens, at);
  return year === undefined
    ? { start, end, date: { day, month, year } }
    : { start, end: at + 1, date: { day, month, year } };
}

/** Reads dates of digits and separators. The year first is unmistakable. */
function digitsDate(tokens: readonly Token[], at: number): ReadDate | undefined {
  const sign = tokens[at + 1];
  const [first, second] = [tokens[at], tokens[at + 2]];
  if (!first || sign?.kind !== 'sign' || !sign.glued || !'/-.'.includes(sign.text)) return undefined;
  if (second?.kind !== 'number' || !second.glued) return undefined;
  // Not in the middle of a longer date; after a hyphen another date may begin, as in 1/11-7/11.
  const before = first.glued ? tokens[at - 1]?.text : undefined;
  const isYearFirst = first.text.length === 4 && sign.text === '-';
  if (before === sign.text || (before === '/' && !isYearFirst)) return undefined;
  const again = tokens[at + 3]?.text === sign.text && tokens[at + 3]?.glued === true;
  const third = again ? tokens[at + 4] : undefined;
  const [a, b] = [digits(first.text), digits(second.text)];
  if (third?.kind === 'number' && third.glued) {
    const c = digits(third.text);
    if (first.text.length === 4) return { start: at, end: at + 5, date: { year: a, month: b, day: c } };
    if (third.text.length !== 4 && third.text.length !== 2) return undefined;
    const year = third.text.length === 2 ? 2000 + c : c;
    return dayAndMonth(at, at + 5, a, b, year, sign.text === '.');
  }
  // Without a year only if nothing else is meant: "2/11", "2.11." — "1-7" is a range and "18.30" a time.
  if (sign.text === '-') return undefined;
  if (sign.text === '.')
    return again && monthPossible(b) ? dayAndMonth(at, at + 4, a, b, undefined, true) : undefined;
  if (first.text.length > 2 || second.text.length > 2) return undefined;
  // "24/7" means always, in every region.
  if (first.text === '24' && second.text === '7') return undefined;
  return dayAndMonth(at, at + 3, a, b, undefined, false);
}

function monthPossible(value: number): boolean {
  return value >= 1 && value <= 12;
}

function dayAndMonth(
  start: number,
  end: number,
  a: number,
  b: number,
  year: number | undefined,
  isDotted: boolean,
): ReadDate {
  const date = { day: a, month: b, year };
  const swapped = { day: b, month: a, year };
  if (a === b || !monthPossible(a) || (isDotted && !monthPossible(b))) return { start, end, date };
  if (!monthPossible(b)) return { start, end, date: swapped };
  return { start, end, date, swapped, isDotted };
}

/**
 * Returns the date in the order of a locale's region. Returns undefined if the region doesn't settle it: the user is
 * asked.
 */
export function inLocaleOrder(read: ReadDate, locale: string | undefined): SaidDate | undefined {
  const { date, swapped, isDotted } = read;
  if (!swapped) return date;
  const order = dateOrderOf(regionOf(locale));
  const isYearGiven = date.year !== undefined;
  if (isDotted) return order === 'year-month-day' && !isYearGiven ? swapped : date;
  switch (order) {
    case 'day-month':
      return date;
    case 'month-day':
      return swapped;
    case 'year-month-day':
      // With the year at the end, it's in the order of another region.
      return isYearGiven ? undefined : swapped;
    case undefined:
      return undefined;
  }
}

/** Writes a date that means the same in every locale: "2 nov 2026", or "2 nov" if it has no year. */
export function dateWords({ day, month, year }: SaidDate): string {
  const name = monthNames[month - 1]?.slice(0, 3).toLowerCase() ?? String(month);
  return year === undefined ? `${day} ${name}` : `${day} ${name} ${year}`;
}

/** The day that a said date is; without a year the most recent. What does not exist is refused, never rolled over. */
export function resolveDate(said: SaidDate, wall: WallClock): PlainDate | RefusedPeriod {
  const wrong = whyImpossible(said);
  if (wrong !== undefined) return refuse(wrong);
  const today = wall.today();
  if (said.year !== undefined) return Temporal.PlainDate.from({ ...said, year: said.year });
  return latestOnOrBefore(said, today);
}

/** Returns the latest day with this day and month that isn't after `limit`. The date must be possible. */
export function latestOnOrBefore(said: SaidDate, limit: PlainDate): PlainDate {
  for (let year = limit.year; ; year -= 1) {
    if (said.day > daysIn(said.month, year)) continue;
    const date = Temporal.PlainDate.from({ day: said.day, month: said.month, year });
    if (Temporal.PlainDate.compare(date, limit) <= 0) return date;
  }
}

/** Returns the first day with this day and month that isn't before `limit`. The date must be possible. */
export function firstOnOrAfter(said: SaidDate, limit: PlainDate): PlainDate {
  for (let year = limit.year; ; year += 1) {
    if (said.day > daysIn(said.month, year)) continue;
    const date = Temporal.PlainDate.from({ day: said.day, month: said.month, year });
    if (Temporal.PlainDate.compare(date, limit) >= 0) return date;
  }
}

/** Returns the last day of the month, if only the day of the date was too large. */
export function lastOfMonth({ day, month, year }: SaidDate, wall: WallClock): PlainDate | undefined {
  if (!monthPossible(month) || day < 1 || (year !== undefined && year < 1)) return undefined;
  const first = Temporal.PlainDate.from({ day: 1, month, year: year ?? wall.today().year });
  const last = first.with({ day: first.daysInMonth });
  const ahead = Temporal.PlainDate.compare(last, wall.today()) > 0;
  if (!ahead) return last;
  return year === undefined ? last.subtract({ years: 1 }) : undefined;
}

/** Says why there is no such date, in a sentence; undefined for one that exists. */
export function whyImpossible({ day, month, year }: SaidDate): string | undefined {
  const name = monthNames[month - 1];
  if (name === undefined) return `There is no month ${Math.min(month, 9999)}.`;
  if (year !== undefined && year < 1) return 'There is no year 0.';
  if (day < 1) return 'No month has a day 0.';
  const days = daysIn(month, year ?? 2024);
  if (day <= days) return undefined;
  if (month === 2) {
    return year === undefined ? 'February has at most 29 days.' : `February ${year} has ${days} days.`;
  }
  return `${name} has ${days} days.`;
}

function daysIn(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
