import { Temporal } from 'temporal-polyfill';
import type { EpochMs } from '../../domain/time.ts';

/** A part of a window: an hour, a day or a week of the calendar, or as much of it as the window has. */
export interface Stretch {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly isWhole: boolean;
}

/** Cuts a window at the hours, days or weeks (from Monday) of a zone. */
export function stretchesOf(
  { from, to }: { readonly from: EpochMs; readonly to: EpochMs },
  zone: string,
  unit: 'hour' | 'day' | 'week',
): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (let at = from; at < to; ) {
    const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
    const next = endOf(local, unit);
    const isWhole = startOf(local, unit) === at && next <= to;
    stretches.push({ from: at, to: Math.min(next, to), isWhole });
    at = next;
  }
  return stretches;
}

function startOf(local: Temporal.ZonedDateTime, unit: 'hour' | 'day' | 'week'): EpochMs {
  if (unit === 'hour') return local.round({ smallestUnit: 'hour', roundingMode: 'floor' }).epochMilliseconds;
  const date = local.toPlainDate();
  const first = unit === 'day' ? date : date.subtract({ days: date.dayOfWeek - 1 });
  return first.toZonedDateTime(local.timeZoneId).epochMilliseconds;
}

function endOf(local: Temporal.ZonedDateTime, unit: 'hour' | 'day' | 'week'): EpochMs {
  if (unit === 'hour') {
    const start = local.round({ smallestUnit: 'hour', roundingMode: 'floor' });
    // The clocks may go back by half an hour.
    return Math.max(start.add({ hours: 1 }).epochMilliseconds, local.epochMilliseconds + 1);
  }
  const date = local.toPlainDate();
  const next = unit === 'day' ? date.add({ days: 1 }) : date.add({ days: 8 - date.dayOfWeek });
  return next.toZonedDateTime(local.timeZoneId).epochMilliseconds;
}
