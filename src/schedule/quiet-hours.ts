import { everyDay, type Recurrence } from '../domain/recurrence.ts';
import type { EpochMs } from '../domain/time.ts';
import type { ClockTime, QuietHours } from '../domain/watch-order.ts';
import { lastOccurrence, nextOccurrence } from './occurrences.ts';

/**
 * Returns when the current quiet hours end; undefined if `at` is outside them. They go by the clocks of their zone, so
 * they are an hour shorter or longer in a night in which the clocks change.
 */
export function quietUntil(quiet: QuietHours | undefined, at: EpochMs): EpochMs | undefined {
  if (!quiet) return undefined;
  const [begins, ends] = [daily(quiet.from, quiet.zone), daily(quiet.to, quiet.zone)];
  const [begun, ended] = [lastOccurrence(begins, at), lastOccurrence(ends, at)];
  // If the clocks skip both, they occur at the same moment, in their own order.
  const isBegunLast = begun === ended ? isLater(quiet.from, quiet.to) : begun > ended;
  return isBegunLast ? nextOccurrence(ends, at) : undefined;
}

function isLater(a: ClockTime, b: ClockTime): boolean {
  return a.hour > b.hour || (a.hour === b.hour && a.minute > b.minute);
}

function daily({ hour, minute }: ClockTime, zone: string): Recurrence {
  return { days: everyDay, hour, minute, zone };
}
