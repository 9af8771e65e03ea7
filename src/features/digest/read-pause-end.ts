import type { EpochMs } from '../../domain/time.ts';
import { numberAt } from '../../language/numbers.ts';
import { firstOnOrAfter, inLocaleOrder, resolveDate } from '../../language/spans/dates.ts';
import type { Day } from '../../language/spans/day.ts';
import { isRefusal, type RefusedPeriod, refuse, wordAt } from '../../language/spans/phrase.ts';
import { pointAt } from '../../language/spans/points.ts';
import { unitOf } from '../../language/spans/units.ts';
import type { Token } from '../../language/tokens.ts';
import type { PlainDate, WallClock } from '../../language/wall-clock.ts';

/** A future moment, and its place in a sentence. */
export interface ReadAhead {
  readonly start: number;
  readonly end: number;
  readonly moment: EpochMs | RefusedPeriod;
}

const longestMs = 366 * 24 * 3_600_000;

/**
 * Reads "until monday", "till 3 December 8:00", "for 3 days", "for a week": here the name of a day is in the future.
 */
export function aheadAt(tokens: readonly Token[], at: number, wall: WallClock): ReadAhead | undefined {
  const word = wordAt(tokens, at);
  const read = ['until', 'till', 'til'].includes(word)
    ? pointAhead(tokens, at + 1, wall)
    : word === 'for'
      ? lengthAhead(tokens, at + 1, wall)
      : undefined;
  if (!read) return undefined;
  const { end, moment } = read;
  if (typeof moment !== 'number') return { start: at, end, moment };
  if (moment <= wall.now) return { start: at, end, moment: refuse('That time has passed.') };
  if (moment > wall.now + longestMs)
    return { start: at, end, moment: refuse('A pause can last a year at most.') };
  return { start: at, end, moment };
}

function pointAhead(tokens: readonly Token[], at: number, wall: WallClock) {
  const point = pointAt(tokens, at, true);
  if (!point) return undefined;
  const { end, time } = point;
  if (time?.wrong !== undefined) return { end, moment: refuse(time.wrong) };
  if (!point.day) {
    if (!time) return undefined;
    const today = wall.at(wall.today(), time.time, 'from');
    return {
      end,
      moment: today > wall.now ? today : wall.at(wall.today().add({ days: 1 }), time.time, 'from'),
    };
  }
  const date = dayAhead(point.day, wall);
  if (isRefusal(date)) return { end, moment: date };
  return { end, moment: time ? wall.at(date, time.time, 'from') : wall.startOf(date) };
}

function lengthAhead(tokens: readonly Token[], at: number, wall: WallClock) {
  const isOne = ['a', 'an'].includes(wordAt(tokens, at));
  const number = isOne ? { value: 1, end: at + 1 } : numberAt(tokens, at);
  const unit = number && unitOf(wordAt(tokens, number.end));
  if (!number || !unit) return undefined;
  const end = number.end + 1;
  if (number.value > 10_000) return { end, moment: refuse('A pause can last a year at most.') };
  const back = -number.value;
  const moment =
    unit === 'hours' || unit === 'minutes'
      ? wall.now - back * (unit === 'hours' ? 3_600_000 : 60_000)
      : wall.back({ [unit]: back });
  return { end, moment };
}

/** The first such day after today. */
function dayAhead(day: Day, wall: WallClock): PlainDate | RefusedPeriod {
  const today = wall.today();
  switch (day.kind) {
    case 'relative':
      return today.add({ days: day.days });
    case 'weekday':
      return today.add({ days: ((day.weekday - today.dayOfWeek + 6) % 7) + 1 });
    case 'dayOfMonth': {
      if (day.day < 1 || day.day > 31) return refuse(`No month has a day ${day.day}.`);
      let date = today.add({ days: 1 });
      while (date.day !== day.day) date = date.add({ days: 1 });
      return date;
    }
    case 'date': {
      const said = inLocaleOrder(day.read, wall.locale);
      if (!said) return refuse('That date can be read in two ways. Say the month in letters.');
      const asSaid = resolveDate(said, wall);
      if (isRefusal(asSaid)) return asSaid;
      return said.year === undefined ? firstOnOrAfter(said, today.add({ days: 1 })) : asSaid;
    }
  }
}
