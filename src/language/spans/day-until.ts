import { Temporal } from 'temporal-polyfill';
import { secondsOf, type TimeOfDay, writeDate, writeTime } from '../wall-clock.ts';
import type { Day } from './day.ts';
import { resolveDay } from './days.ts';
import { isRefusal, type PeriodPhrase, refuse } from './phrase.ts';
import { type Point, timeRefusal } from './points.ts';
import { timesOnDay } from './times-on-day.ts';

/** Reads "yesterday until noon": that day, up to a time on it. */
export function dayUntil(day: Day, to: Point, end: number): PeriodPhrase {
  const time = to.time?.time;
  return {
    end,
    ...(time ? { unit: `until ${writeTime(time)}` } : {}),
    resolve: wall => timeRefusal(to, wall) ?? timesOnDay(day, { from: undefined, to: time }, wall),
  };
}

/**
 * Reads "yesterday until 18". About "until 6" the user is asked in which half of the day it is. Returns undefined if
 * the number is no hour.
 */
export function bareUntil(
  day: Day | undefined,
  until: { number: number; start: number; end: number } | object,
): PeriodPhrase | undefined {
  if (!day || !('number' in until) || until.number < 1 || until.number > 24) return undefined;
  const { number, start, end } = until;
  if (number > 12) {
    const to = { hour: number, minute: 0, second: 0 };
    return {
      end,
      unit: `until ${writeTime(to)}`,
      resolve: wall => timesOnDay(day, { from: undefined, to }, wall),
    };
  }
  const words = [number, (number + 12) % 24].map(hour => writeTime({ hour, minute: 0, second: 0 }));
  const instead = words.map(one => ({ start, end, words: one }));
  return {
    end,
    resolve: () => refuse('That could be in the morning or the afternoon. Which do you mean?', instead),
  };
}

/**
 * Reads "from Friday until 6pm", "since Friday 8am until 6pm": asks whether it ends on Friday or later. A period that
 * ends today has one reading, which `onDay` gives.
 */
export function dayOrTime(
  day: Day,
  from: TimeOfDay | undefined,
  to: Point,
  onDay: PeriodPhrase,
): PeriodPhrase {
  return {
    ...onDay,
    resolve(wall) {
      const named = resolveDay(day, wall);
      const wrong = timeRefusal(to, wall) ?? (isRefusal(named) ? named : undefined);
      if (wrong || isRefusal(named) || !to.time) return wrong ?? onDay.resolve(wall);
      // As in `timesOnDay`: a weekday that hasn't come so far is the one a week ago.
      const isAhead = from && wall.at(named, from, 'from') >= wall.now;
      const isLatest = day.kind === 'weekday' && day.which === 'latest';
      const date = isAhead && isLatest ? named.subtract({ days: 7 }) : named;
      const today = wall.today();
      const near = from && secondsOf(from) >= secondsOf(to.time.time) ? date.add({ days: 1 }) : date;
      if (Temporal.PlainDate.compare(near, today) >= 0) return onDay.resolve(wall);
      const time = writeTime(to.time.time);
      const latest = wall.at(today, to.time.time, 'to') <= wall.now ? today : today.subtract({ days: 1 });
      const start = [writeDate(date), from && writeTime(from)].filter(Boolean).join(' ');
      const isOne = Temporal.PlainDate.compare(latest, near) <= 0;
      const words = [
        from ? `from ${start} to ${writeDate(near)} ${time}` : `${start} until ${time}`,
        isOne ? `since ${start}` : `from ${start} to ${writeDate(latest)} ${time}`,
      ].map(one => one.toLowerCase());
      return refuse(
        'On which day does that end?',
        words.map(one => ({ start: -1, end: -1, words: one })),
      );
    },
  };
}
