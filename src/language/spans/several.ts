import { numberAt } from '../numbers.ts';
import type { Token } from '../tokens.ts';
import { type PlainDate, type WallClock, writeDate } from '../wall-clock.ts';
import { upToNow } from './on-day.ts';
import {
  type Bounds,
  type PeriodFamily,
  type PeriodPhrase,
  type RefusedPeriod,
  refuse,
  wordAt,
} from './phrase.ts';

const backwards = ['last', 'past', 'previous', 'preceding'];
/** Beyond any limit that a period may have, larger numbers make no difference. */
const most = 4000;

/**
 * "last 3 nights": from the first 18:00 to the last 08:00. "last 2 business days": whole days before today, weekends
 * inside included. "2 business days ago": that day.
 */
export const several: PeriodFamily = {
  examples: ['failed backups last 2 business days'],
  parse(tokens, at) {
    const isBack = backwards.includes(wordAt(tokens, at));
    const start = isBack ? at + 1 : at;
    const counted = countAt(tokens, start);
    if (counted === undefined && !isBack) return undefined;
    const place = counted?.end ?? start;
    const kind = kindAt(tokens, place);
    // "last weekday", "last night"; "weekdays" alone are days of a digest.
    if (!kind || (!counted && kind.isNight)) return undefined;
    const { end, isNight, isMany } = kind;
    const name = isNight ? 'nights' : 'business days';
    if (counted?.value === undefined && (counted || isMany))
      return {
        end,
        resolve: () =>
          refuse(
            `How many ${name} do you mean?`,
            [2, 3, 5].map(value => all(`last ${value} ${name}`)),
          ),
      };
    const value = Math.min(counted?.value ?? 1, most);
    if (!isBack && !isNight && wordAt(tokens, end) === 'ago') return businessDayAgo(value, end + 1);
    if (wordAt(tokens, end) === 'ago') return undefined;
    if (value === 0) return { end, resolve: () => refuse('That period is empty.') };
    return { end, resolve: wall => (isNight ? nights(value, wall) : businessDays(value, wall)) };
  },
};

function all(words: string) {
  return { start: -1, end: -1, words };
}

/** Reads a number, "a couple of", or "few", which has no value. */
function countAt(tokens: readonly Token[], at: number): { value?: number; end: number } | undefined {
  const next = wordAt(tokens, at) === 'a' ? at + 1 : at;
  const word = wordAt(tokens, next);
  if (word === 'couple') return { value: 2, end: wordAt(tokens, next + 1) === 'of' ? next + 2 : next + 1 };
  if (['few', 'several'].includes(word)) return { end: next + 1 };
  return numberAt(tokens, at);
}

function kindAt(
  tokens: readonly Token[],
  at: number,
): { end: number; isNight: boolean; isMany: boolean } | undefined {
  const word = wordAt(tokens, at);
  if (['night', 'nights'].includes(word)) return { end: at + 1, isNight: true, isMany: word === 'nights' };
  const isOne = ['workday', 'weekday', 'businessday'].includes(word);
  if (isOne || ['workdays', 'weekdays', 'businessdays'].includes(word))
    return { end: at + 1, isNight: false, isMany: !isOne };
  if (!['business', 'working', 'work', 'week'].includes(word)) return undefined;
  const place = tokens[at + 1]?.text === '-' ? at + 2 : at + 1;
  const days = wordAt(tokens, place);
  if (!['day', 'days'].includes(days)) return undefined;
  return { end: place + 1, isNight: false, isMany: days === 'days' };
}

function nights(value: number, wall: WallClock): Bounds {
  const today = wall.today();
  const from = wall.at(today.subtract({ days: value }), { hour: 18, minute: 0, second: 0 }, 'from');
  return upToNow({ from, to: wall.at(today, { hour: 8, minute: 0, second: 0 }, 'to') }, wall);
}

/** Returns the business days before a day, the latest first. */
function* before(day: PlainDate): Generator<PlainDate> {
  for (let date = day.subtract({ days: 1 }); ; date = date.subtract({ days: 1 })) {
    if (date.dayOfWeek < 6) yield date;
  }
}

function nthBefore(value: number, today: PlainDate): PlainDate {
  const weeks = Math.floor((value - 1) / 5);
  let left = ((value - 1) % 5) + 1;
  for (const date of before(today)) {
    left -= 1;
    if (left === 0) return date.subtract({ weeks });
  }
  return today;
}

function businessDays(value: number, wall: WallClock): Bounds {
  const today = wall.today();
  const last = nthBefore(1, today);
  return { from: wall.startOf(nthBefore(value, today)), to: wall.startOf(last.add({ days: 1 })) };
}

function businessDayAgo(value: number, end: number): PeriodPhrase {
  return {
    end,
    unit: 'day',
    resolve(wall): Bounds | RefusedPeriod {
      if (value === 0)
        return refuse(`Which day do you mean? Today is ${writeDate(wall.today())}.`, [all('today')]);
      const date = nthBefore(value, wall.today());
      return { from: wall.startOf(date), to: wall.startOf(date.add({ days: 1 })) };
    },
  };
}
