import type { EpochMs } from '../domain/time.ts';

/** ISO 8601 in UTC to the second, such as `2026-11-24T03:20:00Z`. What is finer than a second is cut off. */
export function isoSecondOf(instant: EpochMs): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

const isoForm =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?$/i;

/**
 * The instant of an ISO 8601 text. A text without a zone is UTC, as the API's documentation says of its times.
 * Undefined for anything else, days that no calendar has included.
 */
export function epochMsOfIso(text: string): EpochMs | undefined {
  const parts = isoForm.exec(text.trim());
  if (parts === null) return undefined;
  const [
    ,
    year = '',
    month = '',
    day = '',
    hour = '0',
    minute = '0',
    second = '0',
    fraction = '',
    zone = 'Z',
  ] = parts;
  const ms = Number(fraction.padEnd(3, '0').slice(0, 3));
  const wall = new Date(0);
  wall.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  wall.setUTCHours(Number(hour), Number(minute), Number(second), ms);
  const isCalendarDay = wall.getUTCMonth() === Number(month) - 1 && wall.getUTCDate() === Number(day);
  if (!isCalendarDay || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  return wall.getTime() - offsetMsOf(zone);
}

function offsetMsOf(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (zone.startsWith('-') ? -1 : 1) * minutes * 60_000;
}
