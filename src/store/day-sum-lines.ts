import type { DaySums, DaySumsStore, RunCounts, UnitSums } from '../domain/day-sums.ts';
import { jobStates } from '../domain/job.ts';
import { dateOf } from './day-sums.ts';

/**
 * Yields the sums of some days as JSON lines, the oldest first: one for each day, type, service and location. Units
 * that certainly had no runs may have no line, but each stored day has one.
 */
export async function* daySumLines(
  sums: Pick<DaySumsStore, 'between'>,
  from: number,
  before: number,
): AsyncIterable<string> {
  for await (const day of sums.between(from, before))
    for (const line of linesOf(day)) yield JSON.stringify(line);
}

function linesOf({ day, source, units }: DaySums): readonly object[] {
  const ofNoService = new Set(units.filter(isOfNoService).map(({ type }) => type));
  const line = (unit: UnitSums | undefined, location: string, counts: RunCounts | undefined) => ({
    day: dateOf(day),
    type: unit?.type ?? null,
    service: unit?.service ?? null,
    location: location || null,
    ...numbersOf(counts),
    // A run without a known service may belong to any.
    isWhole: unit === undefined || (unit.isWhole && !ofNoService.has(unit.type)),
    source,
  });
  if (units.length === 0) return [line(undefined, '', undefined)];
  return units.flatMap(unit => {
    const counted = Object.entries(unit.counts);
    if (counted.length === 0) return [line(unit, '', undefined)];
    return counted.map(([location, counts]) => line(unit, location, counts));
  });
}

function isOfNoService({ service, counts }: UnitSums): boolean {
  return service === undefined && Object.keys(counts).length > 0;
}

function numbersOf(counts: RunCounts | undefined): object {
  const { states, unknown = 0, missed = null } = counts ?? {};
  const by = jobStates.map(state => [state, states?.[state] ?? 0] as const);
  const runs = by.reduce((sum, [, count]) => sum + count, unknown);
  return { runs, ...Object.fromEntries(by), unknown, missed };
}
