import { Temporal } from 'temporal-polyfill';
import type { EpochMs } from '../../domain/time.ts';
import type { Token } from '../tokens.ts';
import { type PlainDate, type WallClock, writeDate, writeMoment, writeTime } from '../wall-clock.ts';
import { agoAt, type ReadAgo } from './ago.ts';
import { calendarPeriod } from './calendar.ts';
import { resolveDay } from './days.ts';
import { partOfDay } from './nights.ts';
import { type Bounds, isRefusal, type PeriodPhrase, type RefusedPeriod, refuse } from './phrase.ts';
import { ahead, type Point, timeRefusal } from './points.ts';

/** An end of a stretch that is more than a day and a time: "Monday morning", "October", "3 hours ago". */
export type WideEnd =
  | { readonly period: PeriodPhrase; readonly end: number }
  | { readonly ago: ReadAgo; readonly end: number };

/** Any end of a stretch; undefined for "now". */
type AnyEnd = WideEnd | { readonly point: Point } | undefined;

/** Reads the period or the moment ago at `at`, if it's longer than the point that is read there. */
export function wideEndAt(tokens: readonly Token[], at: number, pointEnd: number): WideEnd | undefined {
  const ago = agoAt(tokens, at);
  if (ago && ago.end > pointEnd) return { ago, end: ago.end };
  const periods = [partOfDay, calendarPeriod].map(family => family.parse(tokens, at));
  const period = periods.find(found => found && found.end > pointEnd);
  return period && { period, end: period.end };
}

/** Returns the stretch from the beginning of one end to the end of the other: a part of a day counts whole. */
export function stretch(first: AnyEnd, second: AnyEnd, end: number): PeriodPhrase {
  return { end, resolve: wall => bounds(first, second, wall) };
}

function bounds(first: AnyEnd, second: AnyEnd, wall: WallClock): Bounds | RefusedPeriod {
  const from = momentOf(first, 'from', wall);
  if (typeof from !== 'number') return from ?? refuse('On which day does that begin? Give a day and a time.');
  const to = momentOf(second, 'to', wall);
  if (to === undefined) return untilTime(from, second, wall);
  if (typeof to !== 'number') return to;
  const begin = from < to ? from : earlier(first, from, wall);
  if (begin >= to) return refuse('That period ends before it begins.');
  if (begin >= wall.now) return ahead('That');
  return { from: begin, to: Math.min(to, wall.now) };
}

/** "Friday" before a Monday that is past is the one before it. */
function earlier(end: AnyEnd, from: EpochMs, wall: WallClock): EpochMs {
  const repeats = repeatOf(end);
  return repeats ? local(from, wall).subtract(repeats).epochMilliseconds : from;
}

function repeatOf(end: AnyEnd): PeriodPhrase['repeats'] {
  if (!end) return undefined;
  if ('period' in end) return end.period.repeats;
  if (!('point' in end)) return undefined;
  const { day } = end.point;
  if (day?.kind === 'weekday') return day.which === 'latest' ? { days: 7 } : undefined;
  return day?.kind === 'date' && day.read.date.year === undefined ? { years: 1 } : undefined;
}

/** Returns undefined for a time without its day. */
function momentOf(end: AnyEnd, side: 'from' | 'to', wall: WallClock): EpochMs | RefusedPeriod | undefined {
  if (!end) return wall.now;
  if ('ago' in end) return end.ago.moment(wall);
  if ('period' in end) {
    const found = end.period.resolve(wall);
    return isRefusal(found) ? found : found[side];
  }
  const { day, time } = end.point;
  const wrong = timeRefusal(end.point, wall);
  if (wrong || !day) return wrong;
  const date = resolveDay(day, wall);
  if (isRefusal(date)) return date;
  if (time) return wall.at(date, time.time, side);
  return wall.startOf(side === 'from' ? date : date.add({ days: 1 }));
}

/** "from last night until 10am": asks for the day, if the time has passed on more than one since. */
function untilTime(from: EpochMs, end: AnyEnd, wall: WallClock): Bounds | RefusedPeriod {
  const time = end && 'point' in end ? end.point.time : undefined;
  if (!time) return refuse('On which day does that end?');
  const on = (date: PlainDate) => wall.at(date, time.time, 'to');
  const first = local(from, wall).toPlainDate();
  const next = on(first) > from ? first : first.add({ days: 1 });
  const today = wall.today();
  const last = on(today) <= wall.now ? today : today.subtract({ days: 1 });
  if (on(next) > wall.now) return { from, to: wall.now };
  if (Temporal.PlainDate.compare(next, last) === 0) return { from, to: on(next) };
  const words = [next, last].map(date =>
    `from ${writeMoment(from, wall.zone)} to ${writeDate(date)} ${writeTime(time.time)}`.toLowerCase(),
  );
  return refuse(
    'On which day does that end?',
    words.map(one => ({ start: -1, end: -1, words: one })),
  );
}

function local(moment: EpochMs, { zone }: WallClock): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone);
}
