import type { EpochMs } from '../../domain/time.ts';
import { overdueSince, usualAgeLimitMs } from '../queries/usual-gap.ts';

const dayMs = 24 * 3_600_000;

/** What is usual before a day is learned from so many days, so that the day's number depends on nothing else. */
export const learnedDays = 42;

/** The backups of a service in a location, in the order of their starts. */
export interface Backups {
  readonly starts: EpochMs[];
  /** Of each of them; infinite while it runs. */
  readonly ends: EpochMs[];
}

/** Returns true if a backup started on this day or on those that it's judged by. */
export function haveStarted({ starts }: Backups, day: number): boolean {
  return indexFrom(starts, (day - learnedDays) * dayMs) < indexFrom(starts, (day + 1) * dayMs);
}

/**
 * Returns how many backups were missed on a day in UTC: how often one was first overdue on it by the usual gap, which is when a
 * status would have said so. A backup that came later than that counts too, and a service that has stopped counts once, on
 * the first day. While a backup is going none is overdue, as AvePoint skips the next one. It goes by the starts of the day
 * and of the six weeks before it alone.
 */
export function missedOn({ starts, ends }: Backups, day: number): number {
  const [from, to] = [day * dayMs, (day + 1) * dayMs];
  const first = indexFrom(starts, from - learnedDays * dayMs);
  const past = starts.slice(first, indexFrom(starts, to));
  const known = { starts: past, knownSince: past[0] ?? from, ageLimitMs: usualAgeLimitMs };
  let missed = 0;
  let goingUntil = Number.NEGATIVE_INFINITY;
  for (const [index, start] of past.entries()) {
    goingUntil = Math.max(goingUntil, ends[first + index] ?? start);
    const next = past[index + 1] ?? to;
    if (next <= from) continue;
    const since = overdueSince(known, { from: Math.max(start, goingUntil), to: next });
    if (since !== undefined && since >= from) missed += 1;
  }
  return missed;
}

/** The index of the first of some moments, which are in order, that isn't before `at`. */
function indexFrom(moments: readonly EpochMs[], at: EpochMs): number {
  let low = 0;
  let high = moments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
