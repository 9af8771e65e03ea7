import { Temporal } from 'temporal-polyfill';
import { numberAt } from '../numbers.ts';
import type { Token } from '../tokens.ts';
import { monthNames, type PlainDate, type WallClock, weekdayNames, writeDate } from '../wall-clock.ts';
import {
  dateAt,
  dayNumberAt,
  inLocaleOrder,
  lastOfMonth,
  latestOnOrBefore,
  resolveDate,
  whyImpossible,
} from './dates.ts';
import type { Day, ReadDate } from './day.ts';
import { isRefusal, onceAt, type RefusedPeriod, type Rewording, refuse, wordAt } from './phrase.ts';

export interface ReadDay {
  readonly end: number;
  readonly day: Day;
}

const weekdays = new Map<string, number>();
for (const [index, name] of weekdayNames.entries()) {
  weekdays.set(name.toLowerCase(), index + 1);
  weekdays.set(`${name.toLowerCase()}s`, index + 1);
  weekdays.set(name.slice(0, 3).toLowerCase(), index + 1);
}
for (const [name, day] of [
  ['tues', 2],
  ['wednes', 3],
  ['thur', 4],
  ['thurs', 4],
  ['weds', 3],
] as const)
  weekdays.set(name, day);

/** The names of weekdays. */
export const weekdayWords: readonly string[] = [...weekdays.keys()];

/** Returns the weekday that a word names, Monday being 1. */
export function weekdayOf(word: string): number | undefined {
  return weekdays.get(word);
}

/** Reads a weekday of many, such as "mondays" or "every monday", which means no single day. */
export function repeatedWeekdayAt(tokens: readonly Token[], at: number): number | undefined {
  const word = wordAt(tokens, at);
  const weekday = weekdays.get(word);
  if (weekday === undefined) return undefined;
  const isPlural = word === `${weekdayNames[weekday - 1]?.toLowerCase()}s`;
  return isPlural || isRepeated(tokens, at) ? weekday : undefined;
}

/** Returns true for a word after "every", "each" or "every other". */
export function isRepeated(tokens: readonly Token[], at: number): boolean {
  const isEach = (index: number) => ['every', 'each'].includes(wordAt(tokens, index));
  return (
    isEach(at - 1) ||
    (['other', 'second', 'single', 'last', 'first'].includes(wordAt(tokens, at - 1)) && isEach(at - 2))
  );
}

/** Reads the day at `at`: today, yesterday, Friday, last Friday, 3 days ago, the previous day, the 20th, or a date. */
export const dayAt: (tokens: readonly Token[], at: number) => ReadDay | undefined = onceAt(readDay);

function readDay(tokens: readonly Token[], at: number): ReadDay | undefined {
  const word = wordAt(tokens, at);
  if (word === 'the' && wordAt(tokens, at + 1) === 'the') return undefined;
  if (word === 'the') return ordinalDay(tokens, at + 1) ?? dayAt(tokens, at + 1);
  if (word === 'today') return relative(at + 1, 0);
  if (word === 'earlier' && wordAt(tokens, at + 1) === 'today') return relative(at + 2, 0);
  if (word === 'all' && wordAt(tokens, at + 1) === 'day') return dayAt(tokens, at + 2) ?? relative(at + 2, 0);
  if (word === 'yesterday') return relative(at + 1, -1);
  if (word === 'tomorrow') return relative(at + 1, 1);
  if (word === 'day') {
    const other = wordAt(tokens, at + 2);
    if (wordAt(tokens, at + 1) === 'before' && other === 'yesterday') return relative(at + 3, -2);
    if (wordAt(tokens, at + 1) === 'before' && other === 'last') return relative(at + 3, -2);
    if (wordAt(tokens, at + 1) === 'after' && other === 'tomorrow') return relative(at + 3, 2);
    return undefined;
  }
  if (['previous', 'preceding'].includes(word) && wordAt(tokens, at + 1) === 'day')
    return relative(at + 2, -1);
  if (['last', 'previous', 'past', 'this', 'next', 'coming'].includes(word)) {
    const weekday = weekdays.get(wordAt(tokens, at + 1)) ?? weekdayOfWeek(tokens, at);
    if (weekday && wordAt(tokens, at + 1) === 'week') {
      const end = weekdays.has(wordAt(tokens, at + 2)) ? at + 3 : at + 4;
      return { end, day: { kind: 'weekday', weekday, which: word === 'this' ? 'this' : 'lastWeek' } };
    }
    if (weekday === undefined || repeatedWeekdayAt(tokens, at + 1) !== undefined) return undefined;
    const which = word === 'this' ? 'this' : word === 'next' || word === 'coming' ? 'next' : 'last';
    return { end: at + 2, day: { kind: 'weekday', weekday, which } };
  }
  const weekday = weekdays.get(word);
  if (weekday !== undefined) {
    return repeatedWeekdayAt(tokens, at) === undefined ? weekdayOrDate(tokens, at, weekday) : undefined;
  }
  const date = dateAt(tokens, at);
  if (date) return { end: date.end, day: { kind: 'date', read: date, weekday: undefined } };
  return ordinalDay(tokens, at) ?? daysAgo(tokens, at);
}

function relative(end: number, days: number): ReadDay {
  return { end, day: { kind: 'relative', days } };
}

/** Reads "last week Friday", "this week on Friday" for its weekday. */
function weekdayOfWeek(tokens: readonly Token[], at: number): number | undefined {
  if (!['last', 'previous', 'this'].includes(wordAt(tokens, at)) || wordAt(tokens, at + 1) !== 'week')
    return undefined;
  const place = wordAt(tokens, at + 2) === 'on' ? at + 3 : at + 2;
  return repeatedWeekdayAt(tokens, place) === undefined ? weekdays.get(wordAt(tokens, place)) : undefined;
}

function weekdayOrDate(tokens: readonly Token[], at: number, weekday: number): ReadDay {
  let next = at + 1;
  if (tokens[next]?.text === ',' || tokens[next]?.text === '.') next += 1;
  if (wordAt(tokens, next) === 'the') next += 1;
  const date = dateAt(tokens, next);
  if (date) return { end: date.end, day: { kind: 'date', read: { ...date, start: at }, weekday } };
  // "Friday last week", "Friday of this week"
  const week = ['of', 'in'].includes(wordAt(tokens, at + 1)) ? at + 2 : at + 1;
  const which = wordAt(tokens, week);
  if (wordAt(tokens, week + 1) === 'week' && ['last', 'previous', 'this'].includes(which))
    return {
      end: week + 2,
      day: { kind: 'weekday', weekday, which: which === 'this' ? 'this' : 'lastWeek' },
    };
  return { end: at + 1, day: { kind: 'weekday', weekday, which: 'latest' } };
}

function ordinalDay(tokens: readonly Token[], at: number): ReadDay | undefined {
  if (dateAt(tokens, at)) return undefined;
  const day = dayNumberAt(tokens, at);
  if (!day?.ordinal) return undefined;
  // "the 17th of last month"
  const month = wordAt(tokens, day.end) === 'of' ? day.end + 1 : day.end;
  const which = wordAt(tokens, month);
  if (wordAt(tokens, month + 1) === 'month' && ['this', 'last', 'previous'].includes(which))
    return {
      end: month + 2,
      day: { kind: 'dayOfMonth', day: day.value, monthsAgo: which === 'this' ? 0 : 1 },
    };
  return { end: day.end, day: { kind: 'dayOfMonth', day: day.value } };
}

const daysOf = new Map([
  ['day', 1],
  ['days', 1],
  ['week', 7],
  ['weeks', 7],
  ['fortnight', 14],
  ['fortnights', 14],
]);

function daysAgo(tokens: readonly Token[], at: number): ReadDay | undefined {
  const one = ['a', 'one'].includes(wordAt(tokens, at)) ? { value: 1, end: at + 1 } : undefined;
  const number = one ?? numberAt(tokens, at);
  if (!number || wordAt(tokens, number.end + 1) !== 'ago') return undefined;
  const unit = wordAt(tokens, number.end);
  const days = daysOf.get(unit) ?? 0;
  // Beyond any limit a period may have, larger numbers make no difference.
  return days ? relative(number.end + 2, -days * Math.min(number.value, 36_500)) : undefined;
}

/** The day that is meant, or why there is none. Days ahead are told, not refused: their user knows what they need. */
export function resolveDay(day: Day, wall: WallClock): PlainDate | RefusedPeriod {
  const today = wall.today();
  switch (day.kind) {
    case 'relative':
      return today.add({ days: day.days });
    case 'weekday':
      return resolveWeekday(day.weekday, day.which, today);
    case 'dayOfMonth':
      return resolveDayOfMonth(day.day, day.monthsAgo, today);
    case 'date':
      return resolveSaidDate(day.read, day.weekday, wall);
  }
}

/** Returns the latest such weekday that isn't after `limit`. */
export function latestWeekday(weekday: number, limit: PlainDate): PlainDate {
  return limit.subtract({ days: (limit.dayOfWeek - weekday + 7) % 7 });
}

function resolveWeekday(
  weekday: number,
  which: (Day & { readonly kind: 'weekday' })['which'],
  today: PlainDate,
): PlainDate {
  if (which === 'latest') return latestWeekday(weekday, today);
  if (which === 'last') return latestWeekday(weekday, today.subtract({ days: 1 }));
  const thisWeek = today.add({ days: weekday - today.dayOfWeek });
  if (which === 'this') return thisWeek;
  if (which === 'lastWeek') return thisWeek.subtract({ days: 7 });
  return Temporal.PlainDate.compare(thisWeek, today) > 0 ? thisWeek : thisWeek.add({ days: 7 });
}

function resolveDayOfMonth(
  day: number,
  monthsAgo: number | undefined,
  today: PlainDate,
): PlainDate | RefusedPeriod {
  if (day < 1 || day > 31) return refuse(`No month has a day ${day}.`);
  let month = today.with({ day: 1 });
  if (monthsAgo !== undefined) {
    month = month.subtract({ months: monthsAgo });
    const name = monthNames[month.month - 1];
    return day > month.daysInMonth ? refuse(`${name} has ${month.daysInMonth} days.`) : month.with({ day });
  }
  for (;;) {
    if (day <= month.daysInMonth) {
      const date = month.with({ day });
      if (Temporal.PlainDate.compare(date, today) <= 0) return date;
    }
    month = month.subtract({ months: 1 });
  }
}

function resolveSaidDate(
  read: ReadDate,
  weekday: number | undefined,
  wall: WallClock,
): PlainDate | RefusedPeriod {
  const said = inLocaleOrder(read, wall.locale);
  if (!said) return whichOrder(read, wall);
  const date = resolveDate(said, wall);
  if (isRefusal(date)) {
    const last = lastOfMonth(said, wall);
    if (!last) return date;
    return refuse(date.reason, [{ start: read.start, end: read.end, words: writeDate(last).toLowerCase() }]);
  }
  if (weekday !== undefined && date.dayOfWeek !== weekday) {
    const name = weekdayNames[date.dayOfWeek - 1];
    return refuse(`${writeDate(date)} is a ${name}.`, [
      { start: read.start, end: read.end, words: writeDate(date).toLowerCase() },
    ]);
  }
  return date;
}

function whichOrder(read: ReadDate, wall: WallClock): RefusedPeriod {
  const today = wall.today();
  const instead: Rewording[] = [];
  for (const said of [read.date, read.swapped]) {
    if (!said || whyImpossible(said) !== undefined) continue;
    const date = said.year === undefined ? latestOnOrBefore(said, today) : resolveDate(said, wall);
    if (isRefusal(date)) continue;
    instead.push({ start: read.start, end: read.end, words: writeDate(date).toLowerCase() });
  }
  return refuse('That date could be either of two days. Which do you mean?', instead);
}
