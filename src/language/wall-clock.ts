import { Temporal } from 'temporal-polyfill';
import type { EpochMs } from '../domain/time.ts';
import type { ReadingContext } from './reading.ts';

export type PlainDate = Temporal.PlainDate;

/** A time of day. Hour 24 is the midnight that ends the day. */
export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Set if the sentence names the zone of the time: "UTC", "+05:30", "Europe/London". */
  readonly zone?: string;
}

/** The user's calendar and clock: what a day and a time of day are, in their zone, at the moment of asking. */
export interface WallClock {
  /** The moment of asking, on a whole second. */
  readonly now: EpochMs;
  readonly locale: string | undefined;
  readonly zone: string;
  today(): PlainDate;
  /** Returns the first moment of a day; if midnight doesn't exist, the first one that does. */
  startOf(date: PlainDate): EpochMs;
  /** Returns a time on a day. In an hour that comes twice, a start is its first and an end its second occurrence. */
  at(date: PlainDate, time: TimeOfDay, side: 'from' | 'to'): EpochMs;
  /** Returns the moment of asking on the wall clock, moved back by days, weeks, months or years. */
  back(amount: { days?: number; weeks?: number; months?: number; years?: number }): EpochMs;
}

/** Creates the wall clock of a reading. All arithmetic is Temporal's, so it follows the zone's rules. */
export function createWallClock(context: ReadingContext): WallClock {
  const now = Math.floor(context.now / 1000) * 1000;
  const { zone, locale } = context;
  let here: Temporal.ZonedDateTime | undefined;
  const moment = () => {
    here ??= Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
    return here;
  };
  let day: PlainDate | undefined;
  return {
    now,
    zone,
    locale,
    today() {
      day ??= moment().toPlainDate();
      return day;
    },
    startOf: date => date.toZonedDateTime(zone).epochMilliseconds,
    at(date, time, side) {
      const onDay = time.hour === 24 ? date.add({ days: 1 }) : date;
      return onDay
        .toPlainDateTime({ hour: time.hour % 24, minute: time.minute, second: time.second })
        .toZonedDateTime(time.zone ?? zone, { disambiguation: side === 'from' ? 'compatible' : 'later' })
        .epochMilliseconds;
    },
    back: amount => moment().subtract(amount).epochMilliseconds,
  };
}

/** Returns the day of a moment. */
export function dateOf(moment: EpochMs, { zone }: Pick<WallClock, 'zone'>): PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone).toPlainDate();
}

export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

export const weekdayNames = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

/** Writes "2 November 2026", which is the same date in every locale and to the grammar. */
export function writeDate(date: PlainDate): string {
  return `${date.day} ${monthNames[date.month - 1]} ${date.year}`;
}

/** Writes "18:30", or "18:30 UTC+05:30" if it has a zone of its own. */
export function writeTime(time: TimeOfDay): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const seconds = time.second ? `:${two(time.second)}` : '';
  return `${two(time.hour)}:${two(time.minute)}${seconds}${time.zone ? ` ${zoneWords(time.zone)}` : ''}`;
}

/** Writes a zone so that it reads back: "UTC+05:30" for an offset. */
export function zoneWords(zone: string): string {
  return /^[+-]/.test(zone) ? `UTC${zone}` : zone;
}

/** Writes a moment in UTC, which distinguishes an hour that comes twice. */
export function writeInstant(moment: EpochMs): string {
  return Temporal.Instant.fromEpochMilliseconds(moment).toString();
}

/** Writes "2 November 2026 18:30": a moment in a zone. Doesn't distinguish an hour that comes twice. */
export function writeMoment(moment: EpochMs, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone);
  return `${writeDate(local.toPlainDate())} ${writeTime(local)}`;
}

/** Returns seconds since the day's midnight, to compare two times. */
export function secondsOf(time: TimeOfDay): number {
  return time.hour * 3600 + time.minute * 60 + time.second;
}
