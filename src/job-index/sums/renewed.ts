import type { RunCounts, UnitSums } from '../../domain/day-sums.ts';
import { jobStates } from '../../domain/job.ts';
import type { SummedUnit } from './day-summer.ts';

/** A run that AvePoint lists late, or doesn't list any more, is found within so many days: the longest walk goes back seven. */
const settledAfterDays = 8;

/**
 * Returns the sums of a day as they are to be stored, from those that are stored and those that the index has now. A type and
 * service stays as it is stored if it was whole and
 *
 * - it isn't whole now, or
 * - it has fewer runs now and the day is long over: an index that was lost and read again has only what AvePoint still lists.
 *
 * What was missed stays if the index doesn't reach back far enough to judge it again.
 */
export function renewed(
  stored: readonly UnitSums[] | undefined,
  now: readonly SummedUnit[],
  ageDays: number,
): readonly UnitSums[] {
  const before = new Map(stored?.map(unit => [nameOf(unit), unit]));
  return now.map(unit => renewedUnit(before.get(nameOf(unit)), unit, ageDays)).filter(isWorthStoring);

  function renewedUnit(known: UnitSums | undefined, unit: SummedUnit, age: number): UnitSums {
    const { isJudged, ...sums } = unit;
    if (!stored) return sums;
    const was = known ?? { ...sums, isWhole: true, counts: {} };
    // Runs of no known service become fewer when their service is found.
    const isLoss = sums.service !== undefined && age > settledAfterDays && runsOf(sums) < runsOf(was);
    if (was.isWhole && (!sums.isWhole || isLoss)) return was;
    return isJudged ? sums : withMissed(sums, was);
  }
}

/** What isn't stored certainly had no run, and missed none. */
function isWorthStoring({ isWhole, counts }: UnitSums): boolean {
  return !isWhole || Object.keys(counts).length > 0;
}

function withMissed(unit: UnitSums, { counts: before }: UnitSums): UnitSums {
  const counts: Record<string, RunCounts> = { ...unit.counts };
  for (const [location, { missed }] of Object.entries(before))
    if (missed !== undefined) counts[location] = { ...(counts[location] ?? noRuns), missed };
  return { ...unit, counts: Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1))) };
}

const noRuns: RunCounts = {
  states: Object.fromEntries(jobStates.map(state => [state, 0])) as RunCounts['states'],
  unknown: 0,
  missed: undefined,
};

function runsOf({ counts }: UnitSums): number {
  return Object.values(counts)
    .flatMap(({ states, unknown }) => [...Object.values(states), unknown])
    .reduce((a, b) => a + b, 0);
}

function nameOf({ type, service }: UnitSums): string {
  return `${type} ${service}`;
}
