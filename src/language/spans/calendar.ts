import { Temporal } from 'temporal-polyfill';
import type { Token } from '../tokens.ts';
import { monthNames, type PlainDate, type WallClock } from '../wall-clock.ts';
import { dateAt, monthOf, yearAt } from './dates.ts';
import { isRepeated, latestWeekday } from './days.ts';
import { upToNow } from './on-day.ts';
import { type PeriodFamily, type PeriodPhrase, refuse, wordAt } from './phrase.ts';
import { ahead, isAfterToday } from './points.ts';

const lastWords = ['last', 'previous'];
const thisWords = ['this', 'current'];
const nextWords = ['next', 'coming'];

/** "this week", "last month", "over the weekend", "in October": weeks begin on Monday. */
export const calendarPeriod: PeriodFamily = {
  examples: [
    'partial SharePoint backups last week',
    'Power Automate backups with exceptions this month',
    'unsuccessful Exchange backups over the weekend',
  ],
  parse(tokens, at) {
    return (
      relativePeriod(tokens, at) ?? weekend(tokens, at) ?? namedMonth(tokens, at) ?? namedYear(tokens, at)
    );
  },
};

/** A map, since the words come from outside and an object has more names than its own. */
const sizes = new Map([
  ['week', { weeks: 1 }],
  ['month', { months: 1 }],
  ['quarter', { months: 3 }],
  ['year', { years: 1 }],
]);

function relativePeriod(tokens: readonly Token[], at: number): PeriodPhrase | undefined {
  const which = wordAt(tokens, at);
  const unit = wordAt(tokens, at + 1);
  const size = sizes.get(unit);
  if (!size) return undefined;
  const end = at + 2;
  const start = (wall: WallClock) => startOfPeriod(unit, wall.today());
  if (thisWords.includes(which)) {
    return { end, unit, resolve: wall => between(start(wall), start(wall).add(size), wall) };
  }
  if (lastWords.includes(which)) {
    return { end, unit, resolve: wall => between(start(wall).subtract(size), start(wall), wall) };
  }
  if (nextWords.includes(which)) return { end, resolve: () => ahead(`The next ${unit}`, `this ${unit}`) };
  return undefined;
}

function startOfPeriod(unit: string, today: PlainDate): PlainDate {
  if (unit === 'week') return latestWeekday(1, today);
  const month =
    unit === 'month' ? today.month : unit === 'quarter' ? today.month - ((today.month - 1) % 3) : 1;
  return today.with({ month, day: 1 });
}

function between(first: PlainDate, after: PlainDate, wall: WallClock) {
  return upToNow({ from: wall.startOf(first), to: wall.startOf(after) }, wall);
}

/** Reads the latest Saturday and Sunday; "last weekend" on one of them is the one before. */
function weekend(tokens: readonly Token[], at: number): PeriodPhrase | undefined {
  const which = wordAt(tokens, at);
  const said = [...lastWords, 'past', ...thisWords, ...nextWords].includes(which);
  const end = said ? at + 2 : at + 1;
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
      const today = wall.today();
      const latest = latestWeekday(6, today);
      const before = lastWords.includes(which) && today.dayOfWeek >= 6;
      const saturday = before ? latest.subtract({ days: 7 }) : latest;
      return between(saturday, saturday.add({ days: 2 }), wall);
    },
  };
}

/** Reads "in 2025". A number alone is no year. */
function namedYear(tokens: readonly Token[], at: number): PeriodPhrase | undefined {
  if (!['in', 'during', 'of', 'for'].includes(wordAt(tokens, at))) return undefined;
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
  const place = opened ? at + 1 : at;
  const word = wordAt(tokens, place);
  const month = monthOf(word);
  if (month === undefined) return undefined;
  // "of Nov 2" is a day, and "for" no part of it.
  if (dateAt(tokens, place)) return undefined;
  const year = yearAt(tokens, place + 1);
  // What shows that a month is meant belongs to the phrase, here or in since.ts: its words are read again alone.
  const afterSince = ['since', 'after'].includes(wordAt(tokens, at - 1));
  if (['may', 'mar'].includes(word) && year === undefined && !opened && !afterSince) return undefined;
  return {
    end: year === undefined ? place + 1 : place + 2,
    unit: 'month',
    // "failures from October" are that month's to most users; the other reading is offered.
    ...(which === 'from' ? { others: () => [{ start: at, end: place, words: 'since' }] } : {}),
    resolve(wall) {
      const today = wall.today();
      let first = Temporal.PlainDate.from({ year: Math.max(year ?? today.year, 1), month, day: 1 });
      const passed = lastWords.includes(which) ? first.add({ months: 1 }) : first;
      if (year === undefined && isAfterToday(passed, wall)) first = first.subtract({ years: 1 });
      if (isAfterToday(first, wall)) return ahead(`${monthNames[month - 1]} ${first.year}`);
      return between(first, first.add({ months: 1 }), wall);
    },
  };
}
