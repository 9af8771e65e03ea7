import { type PlainDate, secondsOf, type WallClock } from '../wall-clock.ts';
import { firstOnOrAfter, inLocaleOrder, latestOnOrBefore, whyImpossible } from './dates.ts';
import type { Day, SaidDate } from './day.ts';
import { latestWeekday, resolveDay } from './days.ts';
import { isRefusal, type RefusedPeriod, refuse } from './phrase.ts';
import type { Point } from './points.ts';

/** The first and the last day of a range. */
export interface Days {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

/** The days of a range's ends; a start without a day takes the end's. Times on one day are `timesOnDay`'s. */
export function resolveDays(from: Point, to: Point, wall: WallClock): Days | RefusedPeriod {
  if (!from.day && to.day) {
    const last = resolveDay(to.day, wall);
    if (isRefusal(last)) return last;
    const wraps = from.time && to.time && secondsOf(from.time.time) >= secondsOf(to.time.time);
    return { from: wraps ? last.subtract({ days: 1 }) : last, to: last };
  }
  if (!from.day || !to.day) return refuse('There’s no day in that.');
  return twoDays(from.day, to.day, wall);
}

/** Two days that may lack a year or a week: they are chosen so that the second follows the first. */
function twoDays(a: Day, b: Day, wall: WallClock): Days | RefusedPeriod {
  if (a.kind === 'weekday' && b.kind === 'weekday' && a.which !== 'next' && b.which === 'latest') {
    const end = resolveDay(a.which === 'latest' ? b : a, wall);
    if (isRefusal(end)) return end;
    if (a.which === 'latest') return { from: latestWeekday(a.weekday, end), to: end };
    return { from: end, to: end.add({ days: (b.weekday - a.weekday + 7) % 7 }) };
  }
  const [first, second] = [saidDate(a, wall), saidDate(b, wall)];
  if (first && second && (first.year === undefined || second.year === undefined)) {
    const wrong = whyImpossible(first) ?? whyImpossible(second);
    if (wrong !== undefined) return refuse(wrong);
    return datesWithoutYear(first, second, a, b, wall);
  }
  const from = resolveDay(a, wall);
  if (isRefusal(from)) return from;
  const to = resolveDay(b, wall);
  return isRefusal(to) ? to : { from, to };
}

function saidDate(day: Day, wall: WallClock): SaidDate | undefined {
  return day.kind === 'date' ? inLocaleOrder(day.read, wall.locale) : undefined;
}

function datesWithoutYear(
  first: SaidDate,
  second: SaidDate,
  a: Day,
  b: Day,
  wall: WallClock,
): Days | RefusedPeriod {
  if (first.year === undefined && second.year !== undefined) {
    const to = resolveDay(b, wall);
    return isRefusal(to) ? to : { from: latestOnOrBefore(first, to), to };
  }
  const from = resolveDay(a, wall);
  if (isRefusal(from)) return from;
  // "between 22 and 20 November" is the wrong way round, not almost a year.
  const reversed = first.month === second.month && first.day > second.day;
  return { from, to: reversed ? from.with({ day: second.day }) : firstOnOrAfter(second, from) };
}
