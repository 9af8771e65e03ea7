import { joinTokens, type Token } from '../tokens.ts';
import { dateOf, type TimeOfDay, type WallClock, writeDate, writeTime } from '../wall-clock.ts';
import { latestWeekday, resolveDay } from './days.ts';
import {
  type Bounds,
  isRefusal,
  type Moment,
  type PeriodFamily,
  type PeriodPhrase,
  type RefusedPeriod,
  type Rewording,
  refuse,
  wordAt,
} from './phrase.ts';
import { type Point, pointAt, timeRefusal } from './points.ts';

const endings = ['before', 'until', 'till', 'til', 'by', 'through'];
/** Words that put a time on a day named elsewhere: "yesterday before noon". */
const dayEndings = ['before', 'until', 'till', 'til'];
/** After these, "through October" is no end of a period: "did we get through October", "it came through last night". */
const beforeThrough = new Set(
  'get gets got getting make makes made it come comes came pull pulls pulled pass passed go goes went gone'.split(
    ' ',
  ),
);
const approximate = ['at', 'around', 'about'];

/** Reads "as of Friday": asks whether that is the beginning. */
function asOf(tokens: readonly Token[], at: number): PeriodPhrase | undefined {
  if (wordAt(tokens, at) !== 'as' || !['of', 'from'].includes(wordAt(tokens, at + 1))) return undefined;
  const point = pointAt(tokens, at + 2, true);
  if (!point) return undefined;
  const words = joinTokens(tokens.slice(point.start, point.end));
  const instead = [`since ${words}`, ...(point.time ? [] : [words])];
  return {
    end: point.end,
    resolve: wall =>
      timeRefusal(point, wall) ??
      refuse(
        'From then on, or only then?',
        instead.map(one => ({ start: -1, end: -1, words: one })),
      ),
  };
}

/** "before 6am", "until Friday", "at 2am", "yesterday 6pm": no period, but periods near it can be offered. */
export const moments: PeriodFamily = {
  examples: [],
  parse(tokens, at) {
    const opener = wordAt(tokens, at);
    if (opener === 'as') return asOf(tokens, at);
    if (opener === 'through' && beforeThrough.has(wordAt(tokens, at - 1))) return undefined;
    const isUp = opener === 'up' && ['to', 'until', 'till', 'til'].includes(wordAt(tokens, at + 1));
    const ending = isUp || endings.includes(opener);
    const opened = ending || approximate.includes(opener);
    const point = pointAt(tokens, isUp ? at + 2 : opened ? at + 1 : at, opened);
    if (!point) return undefined;
    if (!ending && !point.time) return undefined;
    const { time } = point;
    const isLone = time && !point.day && time.wrong === undefined && !time.maybeDate;
    const isEnd = dayEndings.includes(opener) && time?.bare === false;
    return {
      end: point.end,
      ...(isLone && isEnd
        ? { times: { from: undefined, to: time.time }, unit: `until ${writeTime(time.time)}` }
        : {}),
      ...(isLone && !ending ? { moment: time } : {}),
      resolve: wall => timeRefusal(point, wall) ?? refusal(tokens, point, ending, wall),
    };
  },
};

function refusal(tokens: readonly Token[], point: Point, ending: boolean, wall: WallClock): RefusedPeriod {
  const isWhole =
    wordAt(tokens, point.start - 1) === 'through' || wordAt(tokens, point.start - 2) === 'through';
  const instead = ending ? upTo(point, wall, isWhole) : around(tokens, point);
  const reason = ending ? 'That period has no start. Give a start, or two times.' : momentReason;
  return refuse(reason, isRefusal(instead) ? [] : instead);
}

const momentReason = 'That’s a moment, not a period. Since when, or between which times?';

/**
 * Offers the time since that moment, and the hour after it; for a lone hour also those of the other half of the day.
 */
function around(tokens: readonly Token[], point: Point): Rewording[] {
  const { time } = point;
  if (!time) return [];
  const day = point.day ? dayWords(tokens, point) : '';
  return hoursOf(time).flatMap(one => {
    const next = { ...one, hour: (one.hour + 1) % 24 };
    return [
      ['since', day, writeTime(one)],
      [day, 'from', writeTime(one), 'to', writeTime(next)],
    ].map(words => ({ start: -1, end: -1, words: words.filter(Boolean).join(' ') }));
  });
}

/** Returns the times of day that a moment may be: "2" is one of two. */
function hoursOf({ time, bare }: Moment): readonly TimeOfDay[] {
  const isHalf = bare && time.hour >= 1 && time.hour <= 12;
  return isHalf ? [time, { ...time, hour: (time.hour + 12) % 24 }] : [time];
}

/** "last night at 2": the moments of that time in a period, each with the hour after it. Undefined if it has none. */
export function momentWithin(
  moment: Moment,
  { from, to }: Bounds,
  wall: WallClock,
): RefusedPeriod | undefined {
  const first = dateOf(from, wall);
  const dates = [0, 1].map(days => first.add({ days }));
  if (wall.startOf(first.add({ days: 2 })) < to) return undefined;
  const instead = dates
    .flatMap(date => hoursOf(moment).map(time => ({ date, time })))
    .filter(({ date, time }) => {
      const at = wall.at(date, time, 'from');
      return at >= from && at < to;
    })
    .flatMap(({ date, time }) => {
      const start = `${writeDate(date)} ${writeTime(time)}`.toLowerCase();
      const next = time.hour === 23 ? date.add({ days: 1 }) : date;
      const end = `${writeDate(next)} ${writeTime({ ...time, hour: (time.hour + 1) % 24 })}`.toLowerCase();
      return [`since ${start}`, `from ${start} to ${end}`];
    })
    .map(words => ({ start: -1, end: -1, words }));
  return instead.length > 0 ? refuse(momentReason, instead) : undefined;
}

function dayWords(tokens: readonly Token[], point: Point): string {
  const time = point.time;
  if (!time) return '';
  const words = tokens
    .slice(point.start, point.end)
    .filter((_, index) => point.start + index < point.timeStart || point.start + index >= time.end)
    .filter(token => !['at', 'on', 't', 'from', 'around', ','].includes(token.text));
  return words.map((token, index) => (index > 0 && !token.glued ? ` ${token.text}` : token.text)).join('');
}

/** The day's hours before a time, and the week before a day; "through Friday" includes it. */
function upTo(point: Point, wall: WallClock, isWhole: boolean): Rewording[] | RefusedPeriod {
  if (!point.day) {
    const time = point.time?.time;
    return time && time.hour + time.minute > 0
      ? [{ start: -1, end: -1, words: `from 00:00 to ${writeTime(time)}` }]
      : [];
  }
  const date = resolveDay(point.day, wall);
  if (isRefusal(date)) return date;
  const onDay = `${writeDate(date)} until ${point.time ? writeTime(point.time.time) : ''}`.toLowerCase();
  const from = writeDate(date.subtract({ days: 7 })).toLowerCase();
  const time = point.time ? ` ${writeTime(point.time.time)}` : '';
  const end = point.time || isWhole ? date : date.subtract({ days: 1 });
  const to = writeDate(end).toLowerCase();
  const monday = writeDate(latestWeekday(1, end)).toLowerCase();
  const words = [
    ...(point.time ? [onDay] : [`between ${monday} and ${to}`]),
    `between ${from}${time ? ' 00:00' : ''} and ${to}${time}`,
  ];
  return words.map(one => ({ start: -1, end: -1, words: one }));
}
