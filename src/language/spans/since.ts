import { Temporal } from 'temporal-polyfill';
import type { EpochMs } from '../../domain/time.ts';
import { rawOf } from '../orders.ts';
import { joinTokens, type Token } from '../tokens.ts';
import { type WallClock, writeDate, writeTime } from '../wall-clock.ts';
import { agoAt } from './ago.ts';
import { calendarPeriod, endOf, startOf } from './calendar.ts';
import { yearAt } from './dates.ts';
import type { Day } from './day.ts';
import { resolveDay } from './days.ts';
import { wholePointAt } from './hours-of-part.ts';
import { partOfDay } from './nights.ts';
import { wholeDay } from './on-day.ts';
import {
  type Bounds,
  isRefusal,
  type PeriodFamily,
  type PeriodPhrase,
  type RefusedPeriod,
  type Rewording,
  refuse,
  skip,
  wordAt,
} from './phrase.ts';
import { ahead, isAfterToday, type Point, startMoment, timeRefusal } from './points.ts';
import { rolling } from './rolling.ts';
import { several } from './several.ts';
import { clausesAt } from './since-clause.ts';
import { timesOnDay } from './times-on-day.ts';

const openers = ['since', 'after', 'starting', 'from'];
const leadIns = ['about', 'around', 'at', 'the'];

/** "since Friday", "since yesterday 6pm", "since 2": from there to now. "after last week": from where that ends. */
export const since: PeriodFamily = {
  examples: ['Exchange failures since Friday', 'backups since yesterday 6pm'],
  parse(tokens, at) {
    const opener = wordAt(tokens, at);
    if (!openers.includes(opener)) return undefined;
    const start = skip(tokens, at + 1, leadIns);
    return sinceTime(tokens, at, start, true) ?? (opener === 'since' ? sinceClause(tokens, at) : undefined);
  },
};

/** Reads "since" with a time at `start`; a lone number only if `bare`. */
function sinceTime(
  tokens: readonly Token[],
  at: number,
  start: number,
  bare: boolean,
): PeriodPhrase | undefined {
  const point = sinceAgo(tokens, at, start) ?? sincePoint(tokens, at, start, bare);
  const period = sincePeriod(tokens, at, start) ?? sinceYear(tokens, at, start);
  // "since Monday morning" is more than "since Monday".
  return period && period.end > (point?.end ?? 0) ? period : point;
}

/** Reads "since I left on Friday evening": from that time, and the words between are said to be left out. */
function sinceClause(tokens: readonly Token[], at: number): PeriodPhrase | undefined {
  for (const { end: start, isAt, hasFilter } of clausesAt(tokens, at + 1)) {
    const phrase = sinceTime(tokens, at, start, isAt);
    if (!phrase) continue;
    const words = `since ${joinTokens(tokens.slice(start, phrase.end))}`;
    if (hasFilter) {
      const instead = [{ start: at, end: phrase.end, words }];
      return { end: phrase.end, resolve: () => refuse('Since when, exactly?', instead) };
    }
    const written = rawOf(tokens.slice(at, phrase.end));
    return { ...phrase, skips: { start: at + 1, end: start }, readAs: [{ written, read: words }] };
  }
  return undefined;
}

/** Reads "since 3 hours ago", "after an hour ago". */
function sinceAgo(tokens: readonly Token[], at: number, start: number): PeriodPhrase | undefined {
  const read = agoAt(tokens, start);
  if (!read || wordAt(tokens, at) === 'after') return undefined;
  return { end: read.end, resolve: wall => upToNowFrom(read.moment(wall), wall) };
}

function sincePoint(
  tokens: readonly Token[],
  at: number,
  start: number,
  bare: boolean,
): PeriodPhrase | undefined {
  const point = wholePointAt(tokens, start, bare);
  if (!point) return undefined;
  const onwards =
    ['on', 'onwards', 'onward'].includes(wordAt(tokens, point.end)) && isLast(tokens, point.end);
  const end = onwards ? point.end + 1 : point.end;
  const opener = wordAt(tokens, at);
  const { day, time } = point;
  if (opener === 'after' && !onwards) return afterPoint(point, at);
  if (opener === 'from' && day && !time && !onwards) {
    // "failures from Friday" are that day's to most users; the other reading is offered.
    const others = () => [{ start: at, end: at + 1, words: 'since' }];
    return { end, day, resolve: wall => wholeDay(day, wall), others };
  }
  return {
    end,
    others: () => otherHours(point),
    ...(day || !time || time.wrong !== undefined ? {} : { times: { from: time.time, to: undefined } }),
    resolve: wall => upToNowFrom(startMoment(point, wall), wall),
  };
}

/**
 * Reads "after Friday", which begins when Friday ends. "after 6pm on Friday" is that evening; "after Friday 6pm" is
 * since that moment, as is a time without a day.
 */
function afterPoint(point: Point, at: number): PeriodPhrase {
  const { end, day, time } = point;
  const since = { start: at, end: at + 1, words: 'since' };
  if (!time)
    return { end, resolve: wall => (day ? afterDay(day, since, wall) : refuse('There’s no time in that.')) };
  const times = { from: time.time, to: 'dayEnd' } as const;
  const others = () => [since, ...otherHours(point)];
  const unit = `after ${writeTime(time.time)}`;
  if (day && point.timeStart === point.start && !point.isWhole) {
    return { end, others, unit, resolve: wall => timeRefusal(point, wall) ?? timesOnDay(day, times, wall) };
  }
  return {
    end,
    others,
    unit,
    ...(day || time.wrong !== undefined ? {} : { times }),
    resolve: wall => upToNowFrom(startMoment(point, wall), wall),
  };
}

function afterDay(day: Day, since: Rewording, wall: WallClock): Bounds | RefusedPeriod {
  const date = resolveDay(day, wall);
  if (isRefusal(date)) return date;
  if (isAfterToday(date, wall)) return ahead(writeDate(date));
  return afterEnd(wall.startOf(date.add({ days: 1 })), since, wall);
}

/** From the end of a day or period to now. */
function afterEnd(end: EpochMs, since: Rewording, wall: WallClock): Bounds | RefusedPeriod {
  if (end > wall.now) return refuse('That isn’t over yet, so nothing has happened after it.', [since]);
  return upToNowFrom(end, wall);
}

/** A period that begins this very second holds that second. */
function upToNowFrom(from: EpochMs | RefusedPeriod, wall: WallClock): Bounds | RefusedPeriod {
  return typeof from === 'number' ? { from, to: Math.max(wall.now, from + 1000) } : from;
}

/** Returns true if nothing follows: "on" after a day is "onwards" only then. */
function isLast(tokens: readonly Token[], at: number): boolean {
  return wordAt(tokens, at) !== 'on' || tokens[at + 1] === undefined || tokens[at + 1]?.kind === 'sign';
}

/** Offers the other half of the day for a lone hour. */
function otherHours(point: Point): Rewording[] {
  const { time, timeStart } = point;
  if (!time?.bare || time.time.hour > 12) return [];
  // Zero alone is midnight; "half past 12" has a zero, too.
  if (time.time.hour === 0 && time.time.minute === 0) return [];
  const hour = (time.time.hour + 12) % 24;
  return [{ start: timeStart, end: time.end, words: writeTime({ ...time.time, hour }) }];
}

/** Offers 18:00 for "since 18h", which some write for a time. */
function clockReading(tokens: readonly Token[], start: number, end: number): Rewording[] {
  const hour = Number(tokens[start]?.text);
  if (wordAt(tokens, start + 1) !== 'h' || end !== start + 2 || !(hour < 24)) return [];
  return [{ start, end, words: writeTime({ hour, minute: 0, second: 0 }) }];
}

/** Reads "since 2025": from its first day. */
function sinceYear(tokens: readonly Token[], at: number, start: number): PeriodPhrase | undefined {
  const year = yearAt(tokens, start);
  if (year === undefined || year < 1990 || year > 2099) return undefined;
  return {
    end: start + 1,
    resolve(wall) {
      if (year > wall.today().year) return ahead(String(year));
      const first = Temporal.PlainDate.from({ year, month: 1, day: 1 });
      if (wordAt(tokens, at) !== 'after') return upToNowFrom(wall.startOf(first), wall);
      return afterEnd(
        wall.startOf(first.add({ years: 1 })),
        { start: at, end: at + 1, words: 'since' },
        wall,
      );
    },
  };
}

/**
 * Reads "since last night", "since November", "since 3 days": from the period's start to now. With "after", from its
 * end.
 */
function sincePeriod(tokens: readonly Token[], at: number, start: number): PeriodPhrase | undefined {
  const begun = startOf(tokens, start);
  const ended = begun ? undefined : endOf(tokens, start);
  if (ended && wordAt(tokens, at) === 'since')
    return {
      end: ended.end,
      resolve(wall) {
        const found = ended.resolve(wall);
        if (isRefusal(found)) return found;
        const end = found.to < wall.now ? found.to : wall.now + 1;
        return afterEnd(end, { start, end: start + 1, words: 'start' }, wall);
      },
    };
  const families = [partOfDay, calendarPeriod, several, rolling];
  const phrase =
    begun ?? families.map(family => family.parse(tokens, start)).find(found => found !== undefined);
  if (!phrase || (wordAt(tokens, at) === 'from' && !begun)) return undefined;
  return {
    end: phrase.end,
    others: () => clockReading(tokens, start, phrase.end),
    resolve(wall) {
      const found = phrase.resolve(wall);
      if (isRefusal(found)) return found;
      if (wordAt(tokens, at) !== 'after') return upToNowFrom(found.from, wall);
      // A period that ends now would go on.
      const isOver = found.to < wall.now;
      return afterEnd(isOver ? found.to : wall.now + 1, { start: at, end: at + 1, words: 'since' }, wall);
    },
  };
}
