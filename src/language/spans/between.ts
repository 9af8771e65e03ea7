import type { EpochMs } from '../../domain/time.ts';
import { joinTokens, type Token } from '../tokens.ts';
import {
  type PlainDate,
  secondsOf,
  type TimeOfDay,
  type WallClock,
  writeDate,
  writeTime,
} from '../wall-clock.ts';
import { bareHours } from './bare-hours.ts';
import { dayNumberAt } from './dates.ts';
import type { Day } from './day.ts';
import { bareUntil, dayOrTime, dayUntil } from './day-until.ts';
import { resolveDay } from './days.ts';
import { wholePointAt } from './hours-of-part.ts';
import { halfDoubt, hourAfter, hourBefore, type LoneNumber } from './lone-hour.ts';
import {
  type Bounds,
  type DayTimes,
  isRefusal,
  orDoubt,
  type PeriodFamily,
  type PeriodPhrase,
  type RefusedPeriod,
  type Rewording,
  refuse,
  skip,
  wordAt,
} from './phrase.ts';
import { ahead, isAfterToday, type Point, startMoment, timeRefusal } from './points.ts';
import { stretch, type WideEnd, wideEndAt } from './stretch.ts';
import { timesOnDay } from './times-on-day.ts';
import { type Days, resolveDays } from './two-days.ts';

const joiners: Record<string, readonly string[]> = {
  between: ['and', 'to', 'until', 'till', 'til', '-', '&'],
  from: ['to', 'until', 'till', 'til', 'through', 'thru', 'up', '-'],
  since: ['to', 'until', 'till', 'til', 'through', 'thru', 'up', '-'],
  '': ['to', 'until', 'till', 'til', 'through', 'thru', 'up', '-'],
};
const untilWords = ['until', 'till', 'til'];

/** An end of a range: a point, a number that takes its meaning from the other end, or "now". */
type End = { point: Point } | LoneNumber | { now: true; end: number };

/** Words before "between", which then stands between things that are compared. */
const comparing = ['difference', 'differences', 'comparison', 'compare', 'change', 'changes'];

/** "between 1 and 7 November", "from Monday to Wednesday", "from 22:00 to 06:00", "1-7 Nov": days are included. */
export const between: PeriodFamily = {
  examples: ['failed OneDrive backups between 1 and 7 November', 'failed jobs from 22:00 to 06:00'],
  parse(tokens, at) {
    const word = wordAt(tokens, at);
    const opener = word === 'between' || word === 'from' || word === 'since' ? word : '';
    const firstStart = skip(tokens, opener ? at + 1 : at, ['the']);
    const firstPoint = endAt(tokens, firstStart);
    if (firstPoint && 'now' in firstPoint) return undefined;
    const firstWide = wideEndAt(tokens, firstStart, endOf(firstPoint));
    const firstEnd = firstWide?.end ?? endOf(firstPoint);
    const joiner = tokens[firstEnd]?.text ?? '';
    if (firstEnd === 0 || !(joiners[opener]?.includes(joiner) || isIsoPair(tokens, firstPoint)))
      return undefined;
    const isUp = joiner === 'up' && ['to', 'until', 'till'].includes(wordAt(tokens, firstEnd + 1));
    const secondStart = skip(tokens, firstEnd + (isUp ? 2 : 1), ['the']);
    const secondPoint = endAt(tokens, secondStart);
    const secondWide = wideEndAt(tokens, secondStart, endOf(secondPoint));
    if (firstWide || secondWide) {
      const isCompared = opener === 'between' && comparing.includes(wordAt(tokens, at - 1));
      return isCompared ? undefined : wide(firstWide ?? firstPoint, secondWide ?? secondPoint);
    }
    const [first, second] = [firstPoint, secondPoint];
    if (!first || !second) return undefined;
    if ('number' in first && 'number' in second) {
      const place = { start: opener ? at + 1 : at, end: second.end };
      return bareHours(tokens, { first, second, ...place, opener }, (from, to) => ({
        end: second.end,
        times: { from, to },
        unit: `${writeTime(from)}-${writeTime(to)}`,
        resolve: wall => latestTimes(from, to, wall),
        others: wall => onNow(at, second.end, { from, to }, wall),
      }));
    }
    const isUntil = !opener && untilWords.includes(joiner);
    const pair = matched(tokens, first, second);
    if (!pair) return isUntil ? bareUntil(dayOnly(first), second) : undefined;
    const end = 'point' in second ? second.point.end : second.end;
    if (!opener && pair.from.time?.bare) return undefined;
    const dayAlone = dayOnly({ point: pair.from });
    if (dayAlone && pair.to?.time && !pair.to.day) {
      const { to } = pair;
      const onDay = dayUntil(dayAlone, to, end);
      return isUntil ? onDay : dayOrTime(dayAlone, undefined, to, onDay);
    }
    const times = timesOnly(pair);
    const others = (wall: WallClock) => [
      ...nightBefore(tokens, pair),
      ...onNow(at, end, timesOnly(pair), wall),
    ];
    const unit = unitOf(pair);
    const doubt = 'number' in first && pair.to?.time ? halfDoubt(tokens, first, pair.to.time) : undefined;
    const phrase: PeriodPhrase = {
      end,
      resolve: wall => orDoubt(range(pair, wall), doubt),
      others,
      ...(doubt ? { doubt } : {}),
      ...(unit === undefined ? {} : { unit }),
      ...(times ? { times } : {}),
    };
    const { day, time } = pair.from;
    const isOpen = opener === 'since' && day && time && pair.to?.time && !pair.to.day;
    return isOpen && pair.to ? dayOrTime(day, time.time, pair.to, phrase) : phrase;
  },
};

interface PointPair {
  readonly from: Point;
  /** Undefined for "now". */
  readonly to: Point | undefined;
}

/** Returns true at the slash of "2026-11-22T18:00Z/2026-11-23T06:00Z". */
function isIsoPair(tokens: readonly Token[], first: End | undefined): boolean {
  if (!first || !('point' in first) || !first.point.day || !first.point.time) return false;
  const { end } = first.point;
  return tokens[end]?.text === '/' && tokens[end]?.glued === true && tokens[end + 1]?.glued === true;
}

function endOf(end: End | undefined): number {
  return end ? ('point' in end ? end.point.end : end.end) : 0;
}

/** Reads a stretch of which an end is a period: "from Friday evening to Monday morning", "October to now". */
function wide(first: WideEnd | End | undefined, second: WideEnd | End | undefined): PeriodPhrase | undefined {
  if (!first || !second || 'number' in first || 'number' in second || 'now' in first) return undefined;
  const end = 'point' in second ? second.point.end : second.end;
  return stretch(first, 'now' in second ? undefined : second, end);
}

function endAt(tokens: readonly Token[], at: number): End | undefined {
  const point = wholePointAt(tokens, at, false);
  if (point) return { point };
  if (['now', 'date'].includes(wordAt(tokens, at))) return { now: true, end: at + 1 };
  const number = dayNumberAt(tokens, at);
  if (!number) return undefined;
  const next = tokens[number.end];
  if (next?.glued && next.kind !== 'sign') return undefined;
  if (next?.glued && '.:/'.includes(next.text) && tokens[number.end + 1]?.kind === 'number') return undefined;
  // "1.-7. November" has a point after the day.
  const pointed = next?.glued && next.text === '.' && tokens[number.end + 1]?.text === '-';
  return { number: number.value, start: at, end: pointed ? number.end + 1 : number.end };
}

/** Gives a lone number the meaning of the other end: the same month, or a time of day as well. */
function matched(tokens: readonly Token[], first: End, second: End): PointPair | undefined {
  if ('now' in first) return undefined;
  if ('now' in second) {
    if ('point' in first) return { from: first.point, to: undefined };
    return { from: timePoint(tokens, first, first.number), to: undefined };
  }
  if ('number' in first && 'point' in second) {
    const from = lend(tokens, second.point, first, second.point);
    return from && inOneZone(from, second.point);
  }
  if ('point' in first && 'number' in second) {
    const to = lend(tokens, first.point, second, undefined);
    return to && inOneZone(first.point, to);
  }
  if ('point' in first && 'point' in second) return inOneZone(first.point, second.point);
  return undefined;
}

/** "18:00 to 20:00 UTC": a zone at one time is the other's, too. */
function inOneZone(from: Point, to: Point): PointPair {
  const lent = (point: Point, zone: string | undefined): Point =>
    point.time && zone !== undefined && !point.time.time.zone
      ? { ...point, time: { ...point.time, time: { ...point.time.time, zone } } }
      : point;
  return { from: lent(from, to.time?.time.zone), to: lent(to, from.time?.time.zone) };
}

function lend(
  tokens: readonly Token[],
  other: Point,
  lone: LoneNumber,
  later: Point | undefined,
): Point | undefined {
  const place = { start: lone.start, end: lone.end, timeStart: lone.start };
  if (other.time) {
    const hour = later ? hourBefore(lone.number, other.time) : hourAfter(lone.number, other.time);
    return timePoint(tokens, lone, hour);
  }
  if (other.day?.kind === 'date') {
    const { date } = other.day.read;
    const read = { start: lone.start, end: lone.end, date: { ...date, day: lone.number } };
    return { ...place, day: { kind: 'date', read, weekday: undefined }, time: undefined };
  }
  if (other.day?.kind === 'dayOfMonth') {
    return { ...place, day: { kind: 'dayOfMonth', day: lone.number }, time: undefined };
  }
  return undefined;
}

function timePoint(tokens: readonly Token[], lone: { start: number; end: number }, hour: number): Point {
  const said = tokens[lone.start]?.raw ?? '';
  const time = {
    end: lone.end,
    time: { hour, minute: 0, second: 0 },
    bare: false,
    meridiem: false,
    ...(hour > 24 ? { wrong: `${said} is not a time of day.` } : {}),
  };
  return { start: lone.start, end: lone.end, timeStart: lone.start, day: undefined, time };
}

function dayOnly(end: End): Day | undefined {
  return 'point' in end && !end.point.time ? end.point.day : undefined;
}

/** Times on one day name the same part of every day. */
function unitOf({ from, to }: PointPair): string | undefined {
  if (!from.time || !to?.time || (from.day && to.day)) return undefined;
  return `${writeTime(from.time.time)}-${writeTime(to.time.time)}`;
}

function timesOnly({
  from,
  to,
}: PointPair): (DayTimes & { readonly from: TimeOfDay; to: TimeOfDay | undefined }) | undefined {
  if (from.day || !from.time || from.time.wrong !== undefined || from.time.maybeDate) return undefined;
  if (!to) return { from: from.time.time, to: undefined };
  if (to.day || !to.time || to.time.wrong !== undefined || to.time.maybeDate) return undefined;
  return { from: from.time.time, to: to.time.time };
}

/** The one day that both times are put on. "to yesterday 06:00" says the day of the end, and of nothing else. */
function oneDay({ from, to }: PointPair): Day | undefined {
  if (from.day) return to?.day ? undefined : from.day;
  return to && !dayFirst(to) ? to.day : undefined;
}

function dayFirst({ start, timeStart, isWhole }: Point): boolean {
  return isWhole === true || timeStart > start;
}

/** "from 22:00 to 06:00 yesterday" may mean the night that ended then: "from 22:00 to yesterday 06:00". */
function nightBefore(tokens: readonly Token[], { from, to }: PointPair): Rewording[] {
  if (from.day || !from.time || !to?.day || !to.time || dayFirst(to)) return [];
  if (secondsOf(from.time.time) < secondsOf(to.time.time)) return [];
  const day = joinTokens(tokens.slice(skip(tokens, to.time.end, ['at', 'on', 'from', 'around']), to.end));
  return [{ start: to.start, end: to.end, words: `${day} ${writeTime(to.time.time)}` }];
}

function range({ from, to }: PointPair, wall: WallClock): Bounds | RefusedPeriod {
  if (!to) {
    const start = startMoment(from, wall);
    return typeof start === 'number' ? { from: start, to: Math.max(wall.now, start + 1000) } : start;
  }
  const wrong = timeRefusal(from, wall) ?? timeRefusal(to, wall);
  if (wrong) return wrong;
  if (!from.day && !to.day && from.time && to.time) return latestTimes(from.time.time, to.time.time, wall);
  const named = oneDay({ from, to });
  if (named && from.time && to.time) {
    return timesOnDay(named, { from: from.time.time, to: to.time.time }, wall);
  }
  if (from.time && to.day && !from.day && !to.time) return fromWhichDay(from.time.time, to.day, wall);
  const days = resolveDays(from, to, wall);
  if (isRefusal(days)) return days;
  const start = from.time ? wall.at(days.from, from.time.time, 'from') : wall.startOf(days.from);
  const end = to.time ? wall.at(days.to, to.time.time, 'to') : wall.startOf(days.to.add({ days: 1 }));
  return checked(start, end, days, from, to, wall);
}

/** "from 6pm to Friday": the day it begins on is missing. */
function fromWhichDay(time: TimeOfDay, last: Day, wall: WallClock): RefusedPeriod {
  const date = resolveDay(last, wall);
  if (isRefusal(date)) return date;
  const words = [date, date.subtract({ days: 1 })].map(
    day => `from ${writeDate(day)} ${writeTime(time)} to ${writeDate(date)}`,
  );
  return refuse(
    'On which day does that begin?',
    words.map(one => ({ start: -1, end: -1, words: one.toLowerCase() })),
  );
}

function checked(
  from: EpochMs,
  to: EpochMs,
  days: Days,
  a: Point,
  b: Point,
  wall: WallClock,
): Bounds | RefusedPeriod {
  const [first, last] = [written(days.from, a), written(days.to, b)];
  if (from >= to) {
    const words = `between ${last} and ${first}`.toLowerCase();
    return refuse('That period ends before it begins.', [{ start: -1, end: -1, words }]);
  }
  // A start before now leaves a time to ask for.
  const instead = from < wall.now ? `since ${first}`.toLowerCase() : undefined;
  if (isAfterToday(days.to, wall) && to > wall.now) return ahead(last, instead);
  if (from >= wall.now) return ahead(first);
  return { from, to: Math.min(to, wall.now) };
}

function written(date: PlainDate, { time }: Point): string {
  return time ? `${writeDate(date)} ${writeTime(time.time)}` : writeDate(date);
}

/** Returns the latest such stretch that is over: "from 22:00 to 06:00" at noon is last night. */
function latestTimes(from: TimeOfDay, to: TimeOfDay, wall: WallClock): Bounds {
  const today = wall.today();
  const last = wall.at(today, to, 'to') <= wall.now ? today : today.subtract({ days: 1 });
  return timesEnding(last, from, to, wall);
}

/** The same stretch if one has begun and is not over: what a night shift asks about may be its own night. */
function onNow(
  start: number,
  end: number,
  times: { from: TimeOfDay; to: TimeOfDay | undefined } | undefined,
  wall: WallClock,
): Rewording[] {
  if (!times?.to) return [];
  const { from, to } = latestTimes(times.from, times.to, wall);
  const days = wall.at(wall.today(), times.from, 'from') < wall.now ? 0 : 1;
  const begun = wall.at(wall.today().subtract({ days }), times.from, 'from');
  return begun >= to && begun > from ? [{ start, end, words: `since ${writeTime(times.from)}` }] : [];
}

/** Returns the stretch of these times that ends on a day. */
function timesEnding(last: PlainDate, from: TimeOfDay, to: TimeOfDay, wall: WallClock): Bounds {
  const first = secondsOf(from) < secondsOf(to) ? last : last.subtract({ days: 1 });
  return { from: wall.at(first, from, 'from'), to: wall.at(last, to, 'to') };
}
