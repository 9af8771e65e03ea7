import { Temporal } from 'temporal-polyfill';
import type { Token } from '../tokens.ts';
import { writeTime } from '../wall-clock.ts';
import { calendarPeriod } from './calendar.ts';
import { yearAt } from './dates.ts';
import { partOfDay } from './nights.ts';
import { wholeDay } from './on-day.ts';
import { isRefusal, type PeriodFamily, type PeriodPhrase, type Rewording, skip, wordAt } from './phrase.ts';
import { ahead, type Point, pointAt, startMoment } from './points.ts';
import { rolling } from './rolling.ts';

const openers = ['since', 'after', 'starting', 'from'];

/** "since Friday", "since yesterday 6pm", "since 2": from there to now. */
export const since: PeriodFamily = {
  examples: ['Exchange failures since Friday', 'backups since yesterday 6pm'],
  parse(tokens, at) {
    const opener = wordAt(tokens, at);
    if (!openers.includes(opener)) return undefined;
    const start = skip(tokens, at + 1, ['about', 'around', 'at', 'the']);
    const point = sincePoint(tokens, at, start);
    const period = sincePeriod(tokens, at, start) ?? sinceYear(tokens, start);
    // "since Monday morning" is more than "since Monday".
    return period && period.end > (point?.end ?? 0) ? period : point;
  },
};

function sincePoint(tokens: readonly Token[], at: number, start: number): PeriodPhrase | undefined {
  const point = pointAt(tokens, start, true);
  if (!point) return undefined;
  const onwards =
    ['on', 'onwards', 'onward'].includes(wordAt(tokens, point.end)) && isLast(tokens, point.end);
  const end = onwards ? point.end + 1 : point.end;
  const opener = wordAt(tokens, at);
  const { day } = point;
  if (opener === 'from' && day && !point.time && !onwards) {
    // "failures from Friday" are that day's to most; the other reading is offered.
    const others = () => [{ start: at, end: at + 1, words: 'since' }];
    return { end, day, resolve: wall => wholeDay(day, wall), others };
  }
  return {
    end,
    others: () => otherHours(point),
    ...(point.day || !point.time || point.time.wrong !== undefined
      ? {}
      : { times: { from: point.time.time, to: undefined } }),
    resolve(wall) {
      const from = startMoment(point, wall);
      if (typeof from !== 'number') return from;
      return { from, to: Math.max(wall.now, from + 1000) };
    },
  };
}

/** "on" after a day is "onwards" only where nothing follows it. */
function isLast(tokens: readonly Token[], at: number): boolean {
  return wordAt(tokens, at) !== 'on' || tokens[at + 1] === undefined || tokens[at + 1]?.kind === 'sign';
}

/** The half of the day that a bare hour did not mean. */
function otherHours(point: Point): Rewording[] {
  const { time, timeStart } = point;
  if (!time?.bare || time.time.hour < 1 || time.time.hour > 12) return [];
  const hour = (time.time.hour + 12) % 24;
  return [{ start: timeStart, end: time.end, words: writeTime({ hour, minute: 0, second: 0 }) }];
}

/** "since 18h" may mean 18:00 to those who write times so. */
function clockReading(tokens: readonly Token[], start: number, end: number): Rewording[] {
  const hour = Number(tokens[start]?.text);
  if (wordAt(tokens, start + 1) !== 'h' || end !== start + 2 || !(hour < 24)) return [];
  return [{ start, end, words: writeTime({ hour, minute: 0, second: 0 }) }];
}

/** "since 2025": from its first day. */
function sinceYear(tokens: readonly Token[], start: number): PeriodPhrase | undefined {
  const year = yearAt(tokens, start);
  if (year === undefined || year < 1990 || year > 2099) return undefined;
  return {
    end: start + 1,
    resolve(wall) {
      if (year > wall.today().year) return ahead(String(year));
      const from = wall.startOf(Temporal.PlainDate.from({ year, month: 1, day: 1 }));
      return { from, to: Math.max(wall.now, from + 1000) };
    },
  };
}

/** "since last night", "since November", "since 3 days": from the period's start to now. */
function sincePeriod(tokens: readonly Token[], at: number, start: number): PeriodPhrase | undefined {
  const families = [partOfDay, calendarPeriod, rolling];
  const phrase = families.map(family => family.parse(tokens, start)).find(found => found !== undefined);
  if (!phrase || wordAt(tokens, at) === 'from') return undefined;
  return {
    end: phrase.end,
    others: () => clockReading(tokens, start, phrase.end),
    resolve(wall) {
      const found = phrase.resolve(wall);
      return isRefusal(found) ? found : { from: found.from, to: Math.max(wall.now, found.from + 1000) };
    },
  };
}
