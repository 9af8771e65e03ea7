import { everyDay, type Recurrence } from '../domain/recurrence.ts';
import type { EpochMs } from '../domain/time.ts';
import type { ClockTime, QuietHours } from '../domain/watch-order.ts';
import { lastOccurrence, nextOccurrence } from './recurrence.ts';

/**
 * When the quiet hours that a moment lies in are over; undefined if it lies in none. They begin and end by the clocks
 * of their zone, so those of a night in which the clocks are changed are an hour shorter or longer.
 */
export function quietUntil(quiet: QuietHours | undefined, at: EpochMs): EpochMs | undefined {
  if (!quiet) return undefined;
  const [begins, ends] = [daily(quiet.from, quiet.zone), daily(quiet.to, quiet.zone)];
  const [begun, ended] = [lastOccurrence(begins, at), lastOccurrence(ends, at)];
  // Where the clocks skip both they come together, in their own order.
  const isBegunLast = begun === ended ? isLater(quiet.from, quiet.to) : begun > ended;
  return isBegunLast ? nextOccurrence(ends, at) : undefined;
}

function isLater(a: ClockTime, b: ClockTime): boolean {
  return a.hour > b.hour || (a.hour === b.hour && a.minute > b.minute);
}

function daily({ hour, minute }: ClockTime, zone: string): Recurrence {
  return { days: everyDay, hour, minute, zone };
}
