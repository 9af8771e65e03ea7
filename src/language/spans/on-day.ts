import { type WallClock, weekdayNames, writeDate } from '../wall-clock.ts';
import type { Day } from './day.ts';
import { dayAt, repeatedWeekdayAt, resolveDay } from './days.ts';
import {
  type Bounds,
  isRefusal,
  type PeriodFamily,
  type RefusedPeriod,
  refuse,
  skip,
  wordAt,
} from './phrase.ts';
import { ahead, isAfterToday } from './points.ts';

/** "today", "yesterday", "on Friday", "last Friday", "20 November": that whole day, or the day so far. */
export const onDay: PeriodFamily = {
  examples: ['failed backups today', 'exports yesterday', 'retention jobs on Friday'],
  parse(tokens, at) {
    const start = wordAt(tokens, at) === 'on' ? skip(tokens, at, ['on']) : at;
    const repeated = repeatedWeekdayAt(tokens, start);
    if (repeated !== undefined) return { end: start + 1, resolve: wall => whichOne(repeated, start, wall) };
    const read = dayAt(tokens, start);
    if (!read) return undefined;
    if (['onwards', 'onward'].includes(wordAt(tokens, read.end)))
      return { end: read.end + 1, resolve: wall => onwards(read.day, wall) };
    return { end: read.end, day: read.day, unit: 'day', resolve: wall => wholeDay(read.day, wall) };
  },
};

/** Returns "Friday onwards", up to now. */
function onwards(day: Day, wall: WallClock): Bounds | RefusedPeriod {
  const bounds = wholeDay(day, wall);
  return isRefusal(bounds) ? bounds : upToNow({ from: bounds.from, to: wall.now + 1 }, wall);
}

/** The whole day, ending now if it is today. */
export function wholeDay(day: Day, wall: WallClock): Bounds | RefusedPeriod {
  const date = resolveDay(day, wall);
  if (isRefusal(date)) return date;
  if (isAfterToday(date, wall)) return ahead(writeDate(date), instead(day));
  const from = wall.startOf(date);
  const to = wall.startOf(date.add({ days: 1 }));
  // Samoa skipped 30 December 2011 when it crossed the date line.
  if (from >= to) return refuse(`There was no ${writeDate(date)} in ${wall.zone}.`);
  return upToNow({ from, to }, wall);
}

/** "on mondays": the latest is offered, and the last whole one if the latest is today. */
function whichOne(weekday: number, at: number, wall: WallClock): RefusedPeriod {
  const name = weekdayNames[weekday - 1] ?? '';
  const latest = name.toLowerCase();
  const words = wall.today().dayOfWeek === weekday ? [latest, `last ${latest}`] : [latest];
  return refuse(
    `Which ${name} do you mean?`,
    words.map(one => ({ start: at, end: at + 1, words: one })),
  );
}

function instead(day: Day): string | undefined {
  if (day.kind === 'relative') return 'today';
  return day.kind === 'weekday' ? `last ${weekdayNames[day.weekday - 1]?.toLowerCase()}` : undefined;
}

/** Returns the past part of a period. One that begins this very second includes that second. */
export function upToNow({ from, to }: Bounds, wall: WallClock): Bounds {
  return to <= wall.now ? { from, to } : { from, to: Math.max(wall.now, from + 1000) };
}
