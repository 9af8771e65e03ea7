import { Temporal } from 'temporal-polyfill';
import type { Token } from '../tokens.ts';
import { type PlainDate, type WallClock, writeDate } from '../wall-clock.ts';
import { dateAt, monthOf } from './dates.ts';
import { dayAt, latestWeekday, resolveDay } from './days.ts';
import { upToNow } from './on-day.ts';
import { isRefusal, type PeriodPhrase, refuse, wordAt } from './phrase.ts';
import { ahead, isAfterToday } from './points.ts';
import { isUnitAt } from './units.ts';
import { type ReadYear, yearAfter } from './years.ts';

const weekWords = ['week', 'wk', 'cw', 'kw'];

interface NumberedWeeks {
  readonly end: number;
  readonly first: number;
  readonly last: number;
  readonly year?: number;
}

/** Reads "CW46", "KW 46", "week 46 of 2025", "2026-W46", "weeks 45-46": ISO weeks. Without a year, the latest that has begun. */
export function numberedWeek(tokens: readonly Token[], at: number): PeriodPhrase | undefined {
  const weeks = namedWeeks(tokens, at) ?? spacedWeek(tokens, at);
  if (!weeks) return undefined;
  const { first, last } = weeks;
  const said = weeks.year;
  const year: ReadYear | undefined =
    said === undefined ? yearAfter(tokens, weeks.end) : { end: weeks.end, of: () => said };
  return {
    end: year?.end ?? weeks.end,
    ...(first === last ? { unit: 'week' } : {}),
    ...(year ? {} : { repeats: { years: 1 } }),
    resolve(wall) {
      if (first < 1 || last > 53) return refuse('Weeks are numbered from 1 to 53.');
      const today = wall.today();
      const named = year?.of(today);
      const monday = named === undefined ? latestMonday(first, today) : mondayOf(first, named);
      const lastMonday = monday?.add({ weeks: last - first });
      if (!monday || !lastMonday) return refuse(`${named ?? today.year - 1} has only 52 weeks.`);
      if (last === 53 && last > first && lastMonday.weekOfYear !== 53)
        return refuse(`${monday.yearOfWeek} has only 52 weeks.`);
      if (isAfterToday(monday, wall)) return ahead(`Week ${first} of ${monday.yearOfWeek}`);
      return stretch(monday, lastMonday.add({ weeks: 1 }), wall);
    },
  };
}

function namedWeeks(tokens: readonly Token[], at: number): NumberedWeeks | undefined {
  const token = tokens[at];
  if (token?.kind !== 'name') return undefined;
  const match =
    /^(?:[ck]?w|wk|week)(?<first>\d{1,2})(?:-(?:[ck]?w|wk)?(?<last>\d{1,2}))?(?:[/-](?<year>\d{4}))?$/.exec(
      token.text,
    ) ?? /^(?<year>\d{4})-?w(?<first>\d{1,2})$/.exec(token.text);
  if (!match?.groups) return undefined;
  const { first, last = first, year } = match.groups;
  if (Number(last) < Number(first)) return undefined;
  return {
    end: at + 1,
    first: Number(first),
    last: Number(last),
    ...(year === undefined ? {} : { year: Number(year) }),
  };
}

/** Reads "week 46", "calendar week no. 46", "weeks 45 to 46". */
function spacedWeek(tokens: readonly Token[], at: number): NumberedWeeks | undefined {
  const start = ['calendar', 'iso'].includes(wordAt(tokens, at)) ? at + 1 : at;
  const isPlural = wordAt(tokens, start) === 'weeks';
  if (!isPlural && !weekWords.includes(wordAt(tokens, start))) return undefined;
  let place = start + 1;
  if (['number', 'no', 'nr'].includes(wordAt(tokens, place))) place += 1;
  while (place < start + 4 && ['.', '#'].includes(tokens[place]?.text ?? '')) place += 1;
  const first = weekNumber(tokens, place);
  if (first === undefined) return undefined;
  const joiner = tokens[place + 1]?.text ?? '';
  const repeated = weekWords.includes(wordAt(tokens, place + 2)) ? place + 3 : place + 2;
  const second =
    isPlural && ['-', 'to', 'and', '&', 'through'].includes(joiner)
      ? weekNumber(tokens, repeated)
      : undefined;
  if (second === undefined) return isPlural ? undefined : { end: place + 1, first, last: first };
  if (second < first || (['and', '&'].includes(joiner) && second !== first + 1)) return undefined;
  return { end: repeated + 1, first, last: second };
}

function weekNumber(tokens: readonly Token[], at: number): number | undefined {
  const token = tokens[at];
  if (token?.kind !== 'number' || token.text.length > 2 || dateAt(tokens, at)) return undefined;
  const next = tokens[at + 1];
  const isLonger = next?.glued && (next.kind !== 'sign' || '.:%'.includes(next.text));
  const isOf = isUnitAt(tokens, at + 1) || monthOf(wordAt(tokens, at + 1)) !== undefined;
  const isPoint = next?.text === '.' && tokens[at + 2] === undefined;
  return (isLonger && !isPoint) || isOf ? undefined : Number(token.text);
}

function mondayOf(week: number, year: number): PlainDate | undefined {
  const first = latestWeekday(1, Temporal.PlainDate.from({ year, month: 1, day: 4 }));
  const monday = first.add({ weeks: week - 1 });
  return monday.yearOfWeek === year ? monday : undefined;
}

/** Returns the Monday of that week of this year, or of last year if it's ahead. */
function latestMonday(week: number, today: PlainDate): PlainDate | undefined {
  const year = today.yearOfWeek ?? today.year;
  const mondays = [year, year - 1].map(one => mondayOf(week, one));
  const begun = mondays.find(monday => monday && Temporal.PlainDate.compare(monday, today) <= 0);
  // The one ahead, which is refused, if last year had none.
  return begun ?? mondays[0];
}

/**
 * Reads "week of Nov 9", the week from Monday that has this day; "week beginning Nov 9" and "week ending Nov 15", the
 * seven days from or to that day.
 */
export function weekOf(tokens: readonly Token[], at: number): PeriodPhrase | undefined {
  const isShort = wordAt(tokens, at) === 'w' && tokens[at + 1]?.text === '/' && tokens[at + 1]?.glued;
  const isWeek = weekWords.slice(0, 2).includes(wordAt(tokens, at));
  if (!isShort && !isWeek) return undefined;
  const how = wordAt(tokens, isShort ? at + 2 : at + 1);
  const isFrom = (isShort ? ['c', 'b', 's'] : ['beginning', 'commencing', 'starting']).includes(how);
  const isTo = (isShort ? ['e'] : ['ending']).includes(how);
  if (!isFrom && !isTo && (isShort || !['of', 'containing'].includes(how))) return undefined;
  const place = isShort ? at + 3 : at + 2;
  const day = dayAt(tokens, wordAt(tokens, place) === 'on' ? place + 1 : place);
  if (!day) return undefined;
  return {
    end: day.end,
    unit: 'week',
    resolve(wall) {
      const date = resolveDay(day.day, wall);
      if (isRefusal(date)) return date;
      const first = isFrom ? date : isTo ? date.subtract({ days: 6 }) : latestWeekday(1, date);
      if (isAfterToday(first, wall)) return ahead(`The week from ${writeDate(first)}`);
      return stretch(first, first.add({ weeks: 1 }), wall);
    },
  };
}

function stretch(first: PlainDate, after: PlainDate, wall: WallClock) {
  return upToNow({ from: wall.startOf(first), to: wall.startOf(after) }, wall);
}
