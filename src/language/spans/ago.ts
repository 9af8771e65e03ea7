import type { EpochMs } from '../../domain/time.ts';
import { joinTokens, type Token } from '../tokens.ts';
import { dateOf, type WallClock, writeDate, writeMoment } from '../wall-clock.ts';
import { onceAt, type PeriodFamily, type RefusedPeriod, type Rewording, refuse, wordAt } from './phrase.ts';
import { amountAt, backTo } from './rolling.ts';

/** A moment as long ago as a sentence says. */
export interface ReadAgo {
  readonly end: number;
  /** True for months and years: the day is meant, not the minute. */
  readonly isDay: boolean;
  moment(wall: WallClock): EpochMs | RefusedPeriod;
}

/** Reads "an hour ago", "3 hours ago", "an hour and a half ago", "a month ago". Days and weeks ago are days. */
export const agoAt: (tokens: readonly Token[], at: number) => ReadAgo | undefined = onceAt(readAgo);

function readAgo(tokens: readonly Token[], at: number): ReadAgo | undefined {
  const amount = amountAt(tokens, at, true);
  if (!amount || amount.unsaid || wordAt(tokens, amount.end) !== 'ago') return undefined;
  // "3 days ago" is a day: days.ts.
  if (['days', 'weeks'].includes(amount.unit) && amount.moreMs === 0) return undefined;
  const isDay = amount.unit === 'months' || amount.unit === 'years';
  return {
    end: amount.end + 1,
    isDay,
    moment(wall) {
      const moment = backTo(wall, amount);
      return typeof moment === 'number' && isDay ? wall.startOf(dateOf(moment, wall)) : moment;
    },
  };
}

/** "3 hours ago": around then, or since then? */
export const ago: PeriodFamily = {
  examples: [],
  parse(tokens, at) {
    const isAround = ['about', 'around'].includes(wordAt(tokens, at));
    const start = isAround ? at + 1 : at;
    const read = agoAt(tokens, start);
    if (!read) return undefined;
    const said = joinTokens(tokens.slice(start, read.end));
    return {
      end: read.end,
      resolve(wall) {
        const moment = read.moment(wall);
        if (typeof moment !== 'number') return moment;
        return refuse('Around that time, or since then?', [
          all(`since ${said}`),
          ...around(moment, read, wall),
        ]);
      },
    };
  },
};

/** Offers the hour around a moment; around a day, that day and its month. */
function around(moment: EpochMs, { isDay }: ReadAgo, wall: WallClock): readonly Rewording[] {
  if (isDay) {
    const date = dateOf(moment, wall);
    return [writeDate(date), writeDate(date).replace(/^\d+ /, '')].map(words => all(words.toLowerCase()));
  }
  const half = 30 * 60_000;
  const [from, to] = [moment - half, Math.min(moment + half, wall.now)].map(one =>
    writeMoment(one, wall.zone),
  );
  return [all(`from ${from} to ${to}`.toLowerCase())];
}

function all(words: string): Rewording {
  return { start: -1, end: -1, words };
}
