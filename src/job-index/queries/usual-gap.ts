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
const usualGraceMs = 30 * minuteMs;
/** The usual `ageLimitMs`. */
export const usualAgeLimitMs = dayMs;

/** What is known of a service's starts. */
export interface Starts {
  /** In order. */
  readonly starts: readonly EpochMs[];
  /** From when on all of them are known. */
  readonly knownSince: EpochMs;
  /** How old a service's last good backup may be: the rule for a service with hardly any runs. */
  readonly ageLimitMs: number;
  /** How much later or earlier than usual a run may be; absent: half an hour. */
  readonly graceMs?: number | undefined;
}

/**
 * Returns until when a run must have started, given the last one before `at`: later than that, one is due. It goes by the usual gap at
 * this time of the week, half an hour's grace included: how long before the same weekday and time of each of the last four weeks the last
 * run had started; the longest of these, times 1.5 and at least 30 minutes more. The time since the last run is no usual gap: weeks in
 * which nothing has run since are not among the four, so a service that has stopped doesn't become usual. With under two weeks of history
 * it's the longest gap seen, with fewer than five runs the age limit alone. Undefined if there was no run before `at`.
 */
export function dueBy(
  { starts, knownSince, ageLimitMs, graceMs = usualGraceMs }: Starts,
  at: EpochMs,
): EpochMs | undefined {
  const past = starts.slice(0, firstAfter(starts, at));
  const last = past.at(-1);
  if (last === undefined) return undefined;
  if (past.length < leastRuns) return last + ageLimitMs;
  // A run that is as late as the grace isn't late yet: what is usual is looked at where a late run would have started.
  const then = at - graceMs;
  const weekly = then - knownSince < leastHistoryMs ? [] : gapsAtThisTime(past, knownSince, last, then);
  if (weekly.length === 0) return last + withMargin(Math.max(...gapsBetween(past)), graceMs);
  return last + withMargin(Math.max(...weekly), graceMs) + graceMs;
}

/**
 * Returns the first moment from `from` on and before `to` by which a run was due and hadn't started; undefined if none was.
 * None of the starts may lie between the two; the last one before them is the last run.
 *
 * A run's due time moves on at least as fast as time does while none of the four weeks comes to its next start. So only these
 * moments can be the first: `from`, each at which a week comes to a start, and the end of the longest gap or of the age limit.
 */
export function overdueSince(
  known: Starts,
  { from, to }: { readonly from: EpochMs; readonly to: EpochMs },
): EpochMs | undefined {
  const { starts, ageLimitMs, graceMs = usualGraceMs } = known;
  const count = firstAfter(starts, from);
  const last = starts[count - 1];
  if (last === undefined || to - last <= Math.min(graceMs, ageLimitMs)) return undefined;
  const moments = [from];
  const weeksBack = Math.ceil((to - last) / weekMs) + weeks;
  for (let week = 1; week <= weeksBack; week += 1) {
    const later = week * weekMs + graceMs;
    for (let index = firstAfter(starts, from - later); index < count; index += 1) {
      const at = (starts[index] ?? 0) + later;
      if (at >= to) break;
      moments.push(at);
    }
  }
  const unchanging = count < leastRuns ? ageLimitMs : withMargin(longestGap(starts, count), graceMs);
  moments.push(last + unchanging + 1);
  return moments
    .filter(at => at >= from && at < to)
    .sort((a, b) => a - b)
    .find(at => Number(dueBy(known, at)) < at);
}

function longestGap(starts: readonly EpochMs[], count: number): number {
  let longest = 0;
  for (let index = 1; index < count; index += 1)
    longest = Math.max(longest, (starts[index] ?? 0) - (starts[index - 1] ?? 0));
  return longest;
}

function withMargin(gapMs: number, graceMs: number): number {
  return Math.max(gapMs * factor, gapMs + graceMs);
}

function gapsBetween(starts: readonly EpochMs[]): readonly number[] {
  return starts.slice(1).map((start, index) => start - (starts[index] ?? start));
}

function gapsAtThisTime(
  starts: readonly EpochMs[],
  knownSince: EpochMs,
  last: EpochMs,
  at: EpochMs,
): readonly number[] {
  const gaps: number[] = [];
  const first = Math.max(1, Math.ceil((at - last) / weekMs));
  for (let week = first; week < first + weeks; week += 1) {
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
