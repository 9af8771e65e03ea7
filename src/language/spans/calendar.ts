import { Temporal } from 'temporal-polyfill';
import type { Token } from '../tokens.ts';
import { monthNames, type PlainDate, type WallClock } from '../wall-clock.ts';
import { dateAt, monthOf, yearAt } from './dates.ts';
import { isRepeated, latestWeekday } from './days.ts';
import { upToNow } from './on-day.ts';
import { onceAt, type PeriodFamily, type PeriodPhrase, refuse, wordAt } from './phrase.ts';
import { ahead, isAfterToday } from './points.ts';
import { partOfYear } from './quarters.ts';
import { numberedWeek, weekOf } from './weeks.ts';
import { yearAfter } from './years.ts';

const lastWords = ['last', 'previous'];
const thisWords = ['this', 'current'];
const nextWords = ['next', 'coming'];

/** "this week", "last half-year", "MTD", "week 46", "Q3", "over the weekend", "in October": weeks begin on Monday. */
export const calendarPeriod: PeriodFamily = {
  examples: [
    'partial SharePoint backups last week',
    'Power Automate backups with exceptions this month',
    'unsuccessful Exchange backups over the weekend',
    'failed backups in Q3',
    'restores month to date',
  ],
  parse: onceAt((tokens, at) => {
    const kind = tokens[at]?.kind;
    if (kind === 'number') return partOfYear(tokens, at);
    if (kind === 'name') return numberedWeek(tokens, at) ?? partOfYear(tokens, at);
    if (kind !== 'word') return undefined;
    return (
      relativePeriod(tokens, at) ??
      beforeLast(tokens, at) ??
      toDate(tokens, at) ??
      weekend(tokens, at) ??
      numberedWeek(tokens, at) ??
      weekOf(tokens, at) ??
      partOfYear(tokens, at) ??
      namedMonth(tokens, at) ??
      namedYear(tokens, at)
    );
  }),
};

interface Size {
  readonly unit: 'week' | 'month' | 'quarter' | 'half-year' | 'year';
  readonly size: { readonly weeks: number } | { readonly months: number } | { readonly years: number };
  /** About as long, ending now. */
  readonly rolling: string;
}

const week: Size = { unit: 'week', size: { weeks: 1 }, rolling: 'last 7 days' };
const month: Size = { unit: 'month', size: { months: 1 }, rolling: 'last 30 days' };
const quarter: Size = { unit: 'quarter', size: { months: 3 }, rolling: 'last 90 days' };
const halfYear: Size = { unit: 'half-year', size: { months: 6 }, rolling: 'last 182 days' };
const year: Size = { unit: 'year', size: { years: 1 }, rolling: 'last 365 days' };

/** A map, since the words come from outside and an object has more names than its own. */
const sizes = new Map<string, Size>([
  ['week', week],
  ['wk', week],
  ['month', month],
  ['mth', month],
  ['quarter', quarter],
  ['qtr', quarter],
  ['year', year],
  ['yr', year],
]);

/** Reads "week", "calendar month", "half-year". */
function sizeAt(tokens: readonly Token[], at: number): (Size & { readonly end: number }) | undefined {
  const start = ['calendar', 'full', 'whole', 'entire'].includes(wordAt(tokens, at)) ? at + 1 : at;
  const size = sizes.get(wordAt(tokens, start));
  if (size) return { ...size, end: start + 1 };
  if (wordAt(tokens, start) !== 'half') return undefined;
  const next = tokens[start + 1]?.text === '-' || wordAt(tokens, start + 1) === 'a' ? start + 2 : start + 1;
  return wordAt(tokens, next) === 'year' ? { ...halfYear, end: next + 1 } : undefined;
}

function relativePeriod(tokens: readonly Token[], at: number): PeriodPhrase | undefined {
  const which = wordAt(tokens, at);
  const isThis = thisWords.includes(which) || which === 'all';
  const isLast = lastWords.includes(which);
  if (!isThis && !isLast && !nextWords.includes(which)) return undefined;
  const read = sizeAt(tokens, at + 1);
  if (!read) return undefined;
  const { unit, size, end, rolling } = read;
  const start = (wall: WallClock) => startOfPeriod(unit, wall.today());
  if (isThis) {
    const toDateEnd = afterToDate(tokens, end) ?? end;
    return { end: toDateEnd, unit, resolve: wall => between(start(wall), start(wall).add(size), wall) };
  }
  if (isLast) {
    // "in the last month" may be the last 30 days.
    const isRolling = unit === 'half-year' || wordAt(tokens, at - 1) === 'the';
    return {
      end,
      unit,
      ...(isRolling ? { others: () => [{ start: -1, end: -1, words: rolling }] } : {}),
      resolve: wall => between(start(wall).subtract(size), start(wall), wall),
    };
  }
  return { end, resolve: () => ahead(`The next ${unit}`, `this ${unit}`) };
}

function startOfPeriod(unit: Size['unit'], today: PlainDate): PlainDate {
  if (unit === 'week') return latestWeekday(1, today);
  const months = unit === 'month' ? 1 : unit === 'quarter' ? 3 : unit === 'half-year' ? 6 : 12;
  return today.with({ month: today.month - ((today.month - 1) % months), day: 1 });
}

function between(first: PlainDate, after: PlainDate, wall: WallClock) {
  return upToNow({ from: wall.startOf(first), to: wall.startOf(after) }, wall);
}

/** Reads "week before last", "the month before last". */
function beforeLast(tokens: readonly Token[], at: number): PeriodPhrase | undefined {
  const isWeekend = wordAt(tokens, at) === 'weekend';
  const read = isWeekend ? { ...week, unit: 'weekend' as const, end: at + 1 } : sizeAt(tokens, at);
  if (!read || wordAt(tokens, read.end) !== 'before' || wordAt(tokens, read.end + 1) !== 'last')
    return undefined;
  const { unit, size } = read;
  return {
    end: read.end + 2,
    unit,
    resolve(wall) {
      if (unit === 'weekend') {
        const saturday = latestSaturday('last', wall).subtract({ weeks: 1 });
        return between(saturday, saturday.add({ days: 2 }), wall);
      }
      const last = startOfPeriod(unit, wall.today()).subtract(size);
      return between(last.subtract(size), last, wall);
    },
  };
}

const abbreviations = new Map([
  ['wtd', week],
  ['mtd', month],
  ['qtd', quarter],
  ['ytd', year],
]);

/** Reads "MTD", "year to date", "month-to-date". */
function toDate(tokens: readonly Token[], at: number): PeriodPhrase | undefined {
  const short = abbreviations.get(wordAt(tokens, at));
  const read = short ? { ...short, end: at + 1 } : sizes.has(wordAt(tokens, at)) && sizeAt(tokens, at);
  if (!read) return undefined;
  const end = short ? read.end : afterToDate(tokens, read.end);
  if (end === undefined) return undefined;
  const { unit, size } = read;
  return {
    end,
    unit,
    resolve(wall) {
      const first = startOfPeriod(unit, wall.today());
      return between(first, first.add(size), wall);
    },
  };
}

/** Returns the index after "to date", "-to-date". */
function afterToDate(tokens: readonly Token[], at: number): number | undefined {
  const to = tokens[at]?.text === '-' ? at + 1 : at;
  const date = tokens[to + 1]?.text === '-' ? to + 2 : to + 1;
  return wordAt(tokens, to) === 'to' && wordAt(tokens, date) === 'date' ? date + 1 : undefined;
}

/** Reads "the end of last week" behind "since": the period that ends then. */
export function endOf(tokens: readonly Token[], at: number): PeriodPhrase | undefined {
  return wordAt(tokens, at) === 'end' && wordAt(tokens, at + 1) === 'of'
    ? calendarPeriod.parse(tokens, at + 2)
    : undefined;
}

/** Reads "the beginning of the month", "start of last week" behind "since": the period that begins then. */
export function startOf(tokens: readonly Token[], at: number): PeriodPhrase | undefined {
  if (!['beginning', 'start'].includes(wordAt(tokens, at)) || wordAt(tokens, at + 1) !== 'of')
    return undefined;
  const isThis = wordAt(tokens, at + 2) === 'the' || ['business', 'working'].includes(wordAt(tokens, at + 2));
  const read = isThis ? sizeAt(tokens, at + 3) : undefined;
  if (!read) {
    const period = calendarPeriod.parse(tokens, isThis ? at + 3 : at + 2);
    return period && { end: period.end, resolve: period.resolve };
  }
  return {
    end: read.end,
    resolve(wall) {
      const first = startOfPeriod(read.unit, wall.today());
      return between(first, first.add(read.size), wall);
    },
  };
}

/** Reads the latest Saturday and Sunday; "last weekend" on one of them is the one before. */
function weekend(tokens: readonly Token[], at: number): PeriodPhrase | undefined {
  const which = wordAt(tokens, at);
  const said = [...lastWords, 'past', ...thisWords, ...nextWords].includes(which);
  const end = said ? at + 2 : at + 1;
  const isWeekend = ['weekend', 'weekends'].includes(wordAt(tokens, end - 1));
  if (isWeekend && wordAt(tokens, end) === 'before' && wordAt(tokens, end + 1) !== 'last') return undefined;
  if (!['weekend', 'weekends'].includes(wordAt(tokens, end - 1))) return undefined;
  if (wordAt(tokens, end - 1) === 'weekends' || isRepeated(tokens, end - 1)) {
    const instead = [{ start: at, end, words: 'last weekend' }];
    return { end, resolve: () => refuse('Which weekend do you mean?', instead) };
  }
  if (nextWords.includes(which)) return { end, resolve: () => ahead('The next weekend', 'last weekend') };
  return {
    end,
    unit: 'weekend',
    resolve(wall) {
      const saturday = latestSaturday(which, wall);
      return between(saturday, saturday.add({ days: 2 }), wall);
    },
  };
}

function latestSaturday(which: string, wall: WallClock): PlainDate {
  const today = wall.today();
  const latest = latestWeekday(6, today);
  const isBefore = lastWords.includes(which) && today.dayOfWeek >= 6;
  return isBefore ? latest.subtract({ days: 7 }) : latest;
}

/** Reads "in 2025", "the year 2025". A number alone is no year. */
function namedYear(tokens: readonly Token[], at: number): PeriodPhrase | undefined {
  if (!['in', 'during', 'of', 'for', 'year'].includes(wordAt(tokens, at))) return undefined;
  const year = yearAt(tokens, at + 1);
  if (year === undefined || year < 1990 || year > 2099) return undefined;
  return {
    end: at + 2,
    unit: 'year',
    resolve(wall) {
      const first = Temporal.PlainDate.from({ year, month: 1, day: 1 });
      return isAfterToday(first, wall) ? ahead(String(year)) : between(first, first.add({ years: 1 }), wall);
    },
  };
}

/** Reads "October", "last October", "for October 2026". "may" is a month only if something shows it. */
function namedMonth(tokens: readonly Token[], at: number): PeriodPhrase | undefined {
  const which = wordAt(tokens, at);
  const opened = [...lastWords, ...thisWords, 'in', 'during', 'of', 'for', 'from'].includes(which);
  // "the month of October"
  const isMonthOf = which === 'month' && wordAt(tokens, at + 1) === 'of';
  const place = isMonthOf ? at + 2 : opened ? at + 1 : at;
  const word = wordAt(tokens, place);
  const month = monthOf(word);
  if (month === undefined) return undefined;
  // "of Nov 2" is a day, and "for" no part of it.
  if (dateAt(tokens, place)) return undefined;
  const year = yearAfter(tokens, place + 1);
  // What shows that a month is meant belongs to the phrase, here or in since.ts: its words are read again alone.
  const afterSince = ['since', 'after'].includes(wordAt(tokens, at - 1));
  if (['may', 'mar'].includes(word) && year === undefined && !opened && !afterSince) return undefined;
  return {
    end: year?.end ?? place + 1,
    unit: 'month',
    ...(year ? {} : { repeats: { years: 1 } }),
    // "failures from October" are that month's to most users; the other reading is offered.
    ...(which === 'from' ? { others: () => [{ start: at, end: place, words: 'since' }] } : {}),
    resolve(wall) {
      const today = wall.today();
      let first = Temporal.PlainDate.from({ year: year?.of(today) ?? today.year, month, day: 1 });
      const passed = lastWords.includes(which) ? first.add({ months: 1 }) : first;
      if (year === undefined && isAfterToday(passed, wall)) first = first.subtract({ years: 1 });
      if (isAfterToday(first, wall)) return ahead(`${monthNames[month - 1]} ${first.year}`);
      return between(first, first.add({ months: 1 }), wall);
    },
  };
}
