import type { EpochMs } from '../../domain/time.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const weekMs = 7 * dayMs;
const weeks = 4;
/** With a shorter history no week can be compared. */
const leastHistoryMs = 2 * weekMs;
/** With fewer runs nothing is usual. */
export const leastRuns = 5;
const factor = 1.5;
const graceMs = 30 * minuteMs;

/** What is known of a service's starts. */
export interface Starts {
  /** In order. */
  readonly starts: readonly EpochMs[];
  /** From when on all of them are known. */
  readonly knownSince: EpochMs;
  /** How old a service's last good backup may be: the rule for a service with hardly any runs. */
  readonly ageLimitMs: number;
}

/**
 * Returns until when a run must have started, given the last one before `at`: later than that, one is due. It goes by the
 * usual gap at this time of the week: how long before the same weekday and time of each of the last four weeks the last run
 * had started; the longest of these, times 1.5 and at least 30 minutes more. With under two weeks of history it's the longest
 * gap seen, with fewer than five runs the age limit alone. Undefined if there was no run before `at`.
 */
export function dueBy({ starts, knownSince, ageLimitMs }: Starts, at: EpochMs): EpochMs | undefined {
  const past = starts.slice(0, firstAfter(starts, at));
  const last = past.at(-1);
  if (last === undefined) return undefined;
  if (past.length < leastRuns) return last + ageLimitMs;
  const gaps = at - knownSince < leastHistoryMs ? gapsBetween(past) : gapsAtThisTime(past, knownSince, at);
  const usual = Math.max(...gaps);
  return last + Math.max(usual * factor, usual + graceMs);
}

function gapsBetween(starts: readonly EpochMs[]): readonly number[] {
  return starts.slice(1).map((start, index) => start - (starts[index] ?? start));
}

function gapsAtThisTime(starts: readonly EpochMs[], knownSince: EpochMs, at: EpochMs): readonly number[] {
  const gaps: number[] = [];
  for (let week = 1; week <= weeks; week += 1) {
    const then = at - week * weekMs;
    const before = starts[firstAfter(starts, then) - 1];
    if (then < knownSince) break;
    gaps.push(then - (before ?? knownSince));
  }
  return gaps;
}

/** The index of the first start after `at`. */
function firstAfter(starts: readonly EpochMs[], at: EpochMs): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
