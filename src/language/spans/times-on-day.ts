import {
  dateOf,
  type PlainDate,
  secondsOf,
  type TimeOfDay,
  type WallClock,
  writeDate,
  writeTime,
} from '../wall-clock.ts';
import type { Day } from './day.ts';
import { resolveDay } from './days.ts';
import { upToNow } from './on-day.ts';
import { type Bounds, type DayTimes, isRefusal, type RefusedPeriod } from './phrase.ts';
import { ahead, isAfterToday } from './points.ts';

/**
 * Puts times on a day, wherever in the sentence the day stands. Times past midnight are the night that begins on that
 * day, since a shift is named after the evening it begins on. If that night hasn't begun, another is meant: of a
 * weekday the one a week ago, else the night that ended on that day ("today from 22:00 to 06:00", asked at noon).
 */
export function timesOnDay(day: Day, { from, to }: DayTimes, wall: WallClock): Bounds | RefusedPeriod {
  const named = resolveDay(day, wall);
  if (isRefusal(named)) return named;
  if (isAfterToday(named, wall)) return ahead(writeDate(named));
  if (!from) return upToNow({ from: wall.startOf(named), to: endOn(named, to, wall) }, wall);
  const begun = (date: PlainDate) => wall.at(date, from, 'from') < wall.now;
  const pastMidnight = typeof to === 'object' && secondsOf(from) >= secondsOf(to);
  const earlier = day.kind === 'weekday' && day.which === 'latest' ? 7 : pastMidnight ? 1 : 0;
  const date = begun(named) ? named : named.subtract({ days: earlier });
  if (!begun(date)) return ahead(`${writeTime(from)} on ${writeDate(date)}`);
  const start = wall.at(date, from, 'from');
  if (!to) return { from: start, to: wall.now };
  const last = pastMidnight ? date.add({ days: 1 }) : date;
  const end = pastMidnight && typeof to === 'object' ? wall.at(last, to, 'to') : endOn(last, to, wall);
  return { from: start, to: Math.min(wall.now, end) };
}

/** Puts two times into a part of a day: "last night between 1 and 3". Undefined if they aren't both in it, in order. */
export function timesWithin({ from, to }: DayTimes, part: Bounds, wall: WallClock): Bounds | undefined {
  if (!from || typeof to !== 'object') return undefined;
  const first = dateOf(part.from, wall);
  const found = [first, first.add({ days: 1 })].flatMap(date => {
    const end = secondsOf(from) < secondsOf(to) ? date : date.add({ days: 1 });
    const bounds = { from: wall.at(date, from, 'from'), to: wall.at(end, to, 'to') };
    return bounds.from >= part.from && bounds.to <= part.to ? [bounds] : [];
  });
  return found.length === 1 ? found[0] : undefined;
}

/** Returns a time on a day as the end of a period; midnight is the day's end. */
function endOn(date: PlainDate, time: TimeOfDay | 'dayEnd' | undefined, wall: WallClock): number {
  const isWhole = typeof time !== 'object' || secondsOf(time) % secondsInDay === 0;
  return isWhole ? wall.startOf(date.add({ days: 1 })) : wall.at(date, time, 'to');
}

const secondsInDay = 86_400;
