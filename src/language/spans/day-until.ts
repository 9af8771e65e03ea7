import { Temporal } from 'temporal-polyfill';
import { writeDate, writeTime } from '../wall-clock.ts';
import { type Day, resolveDay } from './days.ts';
import { isRefusal, type PeriodPhrase, refuse } from './phrase.ts';
import { type Point, timeRefusal } from './points.ts';
import { timesOnDay } from './times-on-day.ts';

/** "yesterday until noon": that day, up to a time on it. */
export function dayUntil(day: Day, to: Point, end: number): PeriodPhrase {
  const time = to.time?.time;
  return {
    end,
    ...(time ? { unit: `until ${writeTime(time)}` } : {}),
    resolve: wall => timeRefusal(to, wall) ?? timesOnDay(day, { from: undefined, to: time }, wall),
  };
}

/** "yesterday until 6": which half of the day is meant, is asked. Undefined for what is no hour of either. */
export function bareUntil(
  day: Day | undefined,
  until: { number: number; start: number; end: number } | object,
): PeriodPhrase | undefined {
  if (!day || !('number' in until) || until.number < 1 || until.number > 12) return undefined;
  const { number, start, end } = until;
  const words = [number, (number + 12) % 24].map(hour => writeTime({ hour, minute: 0, second: 0 }));
  const instead = words.map(one => ({ start, end, words: one }));
  return {
    end,
    resolve: () => refuse('That can be in the morning or the afternoon. Which is meant?', instead),
  };
}

/** "from Friday until 6pm": on Friday or later, is asked. Only of today there is one reading. */
export function dayOrTime(day: Day, to: Point, end: number): PeriodPhrase {
  const onDay = dayUntil(day, to, end);
  return {
    ...onDay,
    resolve(wall) {
      const date = resolveDay(day, wall);
      const wrong = timeRefusal(to, wall) ?? (isRefusal(date) ? date : undefined);
      if (wrong || isRefusal(date) || !to.time) return wrong ?? onDay.resolve(wall);
      const today = wall.today();
      if (Temporal.PlainDate.compare(date, today) >= 0) return onDay.resolve(wall);
      const time = writeTime(to.time.time);
      const latest = wall.at(today, to.time.time, 'to') <= wall.now ? today : today.subtract({ days: 1 });
      const first = writeDate(date);
      const longer = latest.equals(date) ? `since ${first}` : `from ${first} to ${writeDate(latest)} ${time}`;
      const words = [`${first} until ${time}`, longer].map(one => one.toLowerCase());
      return refuse(
        'On which day does that end?',
        words.map(one => ({ start: -1, end: -1, words: one })),
      );
    },
  };
}
