import type { Token } from '../tokens.ts';
import { type WallClock, writeDate, writeTime } from '../wall-clock.ts';
import { resolveDay } from './days.ts';
import { isRefusal, type PeriodFamily, type Refusal, type Rewording, refuse, wordAt } from './phrase.ts';
import { type Point, pointAt, timeRefusal } from './points.ts';

const endings = ['before', 'until', 'till', 'til', 'by'];
const approximate = ['at', 'around', 'about'];

/** "before 6am", "until Friday", "at 2am", "yesterday 6pm": no period yet, but periods near it can be offered. */
export const moments: PeriodFamily = {
  examples: [],
  parse(tokens, at) {
    const opener = wordAt(tokens, at);
    const ending = endings.includes(opener);
    const opened = ending || approximate.includes(opener);
    const point = pointAt(tokens, opened ? at + 1 : at, opened);
    if (!point) return undefined;
    if (!ending && !point.time) return undefined;
    return {
      end: point.end,
      resolve: wall => timeRefusal(point, wall) ?? refusal(tokens, point, ending, wall),
    };
  },
};

function refusal(tokens: readonly Token[], point: Point, ending: boolean, wall: WallClock): Refusal {
  const instead = ending ? upTo(point, wall) : around(tokens, point);
  const reason = ending
    ? 'A period needs a beginning as well: say from when, or between which times.'
    : 'That is a moment, not a period: say since when, or between which times.';
  return refuse(reason, isRefusal(instead) ? [] : instead);
}

/** Since that moment, and the hour after it. */
function around(tokens: readonly Token[], point: Point): Rewording[] {
  const time = point.time?.time;
  if (!time) return [];
  const day = point.day ? dayWords(tokens, point) : '';
  const next = { ...time, hour: (time.hour + 1) % 24 };
  return [
    { start: -1, end: -1, words: ['since', day, writeTime(time)].filter(Boolean).join(' ') },
    {
      start: -1,
      end: -1,
      words: [day, 'from', writeTime(time), 'to', writeTime(next)].filter(Boolean).join(' '),
    },
  ];
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

/** The day's hours before a time, or the week before a day. */
function upTo(point: Point, wall: WallClock): Rewording[] | Refusal {
  if (!point.day) {
    const time = point.time?.time;
    return time && time.hour + time.minute > 0
      ? [{ start: -1, end: -1, words: `from 00:00 to ${writeTime(time)}` }]
      : [];
  }
  const date = resolveDay(point.day, wall);
  if (isRefusal(date)) return date;
  const from = writeDate(date.subtract({ days: 7 })).toLowerCase();
  const to = writeDate(point.time ? date : date.subtract({ days: 1 })).toLowerCase();
  const time = point.time ? ` ${writeTime(point.time.time)}` : '';
  return [{ start: -1, end: -1, words: `between ${from}${time ? ' 00:00' : ''} and ${to}${time}` }];
}
