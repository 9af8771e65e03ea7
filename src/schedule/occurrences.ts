import { LRUCache } from 'lru-cache';
import { Temporal } from 'temporal-polyfill';
import type { Recurrence } from '../domain/recurrence.ts';
import type { EpochMs } from '../domain/time.ts';

/** Any two weeks have an occurrence, even if a zone leaves out a whole day. */
const mostDays = 15;
const minuteMs = 60_000;

/**
 * Returns the first occurrence after a moment. A time that the clocks skip on a day is the first moment after the gap;
 * one that they show twice is the first of the two.
 */
export const nextOccurrence = cached((recurrence: Recurrence, after: EpochMs): EpochMs => {
  const today = dateAt(after, recurrence.zone).subtract({ days: 1 });
  for (let day = 0; day < mostDays; day += 1) {
    const at = occurrenceOn(today.add({ days: day }), recurrence);
    if (at !== undefined && at > after) return at;
  }
  throw new RangeError('a recurrence has at least one day');
});

/** Returns the last occurrence at or before a moment. */
export const lastOccurrence = cached((recurrence: Recurrence, at: EpochMs): EpochMs => {
  const today = dateAt(at, recurrence.zone).add({ days: 1 });
  for (let day = 0; day < mostDays; day += 1) {
    const found = occurrenceOn(today.subtract({ days: day }), recurrence);
    if (found !== undefined && found <= at) return found;
  }
  throw new RangeError('a recurrence has at least one day');
});

/**
 * Caches results: thousands of subscriptions ask the same within a minute, and time zones are slow to compute.
 * Occurrences lie on whole minutes.
 */
function cached(find: (recurrence: Recurrence, moment: EpochMs) => EpochMs): typeof find {
  const answers = new LRUCache<string, EpochMs>({ max: 1_000 });
  return (recurrence, moment) => {
    const { days, hour, minute, zone } = recurrence;
    const whole = Math.floor(moment / minuteMs) * minuteMs;
    const key = `${days.join('')} ${hour}:${minute} ${zone} ${whole}`;
    const known = answers.get(key) ?? find(recurrence, whole);
    answers.set(key, known);
    return known;
  };
}

/** Returns the date of a moment by the clocks of a zone, as unique text. */
export function dayIn(at: EpochMs, zone: string): string {
  return dateAt(at, zone).toString();
}

/** Returns the first moment of the day of a moment. */
export function dayStart(at: EpochMs, zone: string): EpochMs {
  return dateAt(at, zone).toZonedDateTime(zone).epochMilliseconds;
}

function dateAt(at: EpochMs, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
}

function occurrenceOn(date: Temporal.PlainDate, recurrence: Recurrence): EpochMs | undefined {
  const { days, hour, minute, zone } = recurrence;
  if (!days.some(day => day === date.dayOfWeek)) return undefined;
  const wanted = date.toPlainDateTime({ hour, minute });
  const found = wanted.toZonedDateTime(zone, { disambiguation: 'compatible' });
  if (found.toPlainDateTime().equals(wanted)) return found.epochMilliseconds;
  // The clocks skip it: Temporal's result is as far after the gap as the time is inside it, or at its end.
  const afterGap = found.add({ milliseconds: 1 }).getTimeZoneTransition('previous') ?? found;
  return afterGap.epochMilliseconds;
}
