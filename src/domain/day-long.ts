import { memoize } from './memoize.ts';
import type { EpochMs } from './time.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** No day is shorter: the clocks skip an hour or two at most. */
const shortestDayMs = 22 * hourMs;

/**
 * Returns true if a window is a day long: 24 hours, or a day by the clocks of `zone`, which has 23 hours when they go
 * forward. That is from a time to the same time on the next day, or from a day's first moment to the next day's.
 */
export function isDayLong(
  { from, to }: { readonly from: EpochMs; readonly to: EpochMs },
  zone: string,
): boolean {
  if (to - from >= dayMs) return true;
  if (to - from < shortestDayMs) return false;
  if (wallClock(to, zone) - wallClock(from, zone) >= dayMs) return true;
  // If the clocks go forward at midnight, a day begins at 01:00.
  return dayOf(from - 1, zone) < dayOf(from, zone) && dayOf(from, zone) < dayOf(to, zone);
}

function dayOf(at: EpochMs, zone: string): number {
  return Math.floor(wallClock(at, zone) / dayMs);
}

/** Returns what the clocks of a zone show, as if it were UTC, in milliseconds. */
function wallClock(at: EpochMs, zone: string): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: string) => parts.get(type as Intl.DateTimeFormatPartTypes) ?? 0;
  const seconds = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return seconds + (((at % 1000) + 1000) % 1000);
}

/** Creating a format costs as much as building a card. */
const formatOf = memoize(
  zone =>
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    }),
);
