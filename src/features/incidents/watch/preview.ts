import type { Service } from '../../../domain/job.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { doubtOf } from '../../../job-index/queries/doubt.ts';
import { runsOf } from '../../../job-index/queries/runs.ts';
import type { IndexView } from '../../../job-index/view.ts';
import { runOfJob } from '../runs/run-history.ts';
import { type FailureRule, isFailure, streaksOf } from '../runs/streaks.ts';

/** What a watch would have reported in the last days. */
export interface PastCounts {
  readonly days: number;
  /** Runs that count as failures for the watch; undefined if they couldn't be counted. */
  readonly failedRuns: number | undefined;
  /** On how many days, by the local time of the user's zone. */
  readonly failedDays: number | undefined;
  /** How many incidents it would have opened. */
  readonly faults: number | undefined;
  /** Services that had runs at all; undefined if that couldn't be read. */
  readonly servicesSeen: readonly Service[] | undefined;
}

export interface PastCountsParts {
  readonly index: IndexView;
  /** Returns the day of a moment by the local time of the user's zone. */
  readonly dayOf: (at: EpochMs) => string;
}

const days = 14;
const dayMs = 24 * 3_600_000;
/** How far back a preview goes. */
export const pastMs = days * dayMs;

/** True for a watch that would have opened an incident each day, or more of them. */
export function isNoisy({ days, faults = 0 }: PastCounts): boolean {
  return faults >= days;
}

/**
 * Counts what a watch of these services would have reported in the last two weeks; counts that aren't known are
 * undefined.
 */
export function countPast(
  { index, dayOf }: PastCountsParts,
  services: readonly Service[],
  rule: FailureRule,
  now: EpochMs,
): PastCounts {
  const from = now - pastMs;
  if (services.some(service => doubtOf(index, { type: 'backup', service, from }, now)))
    return { days, failedRuns: undefined, failedDays: undefined, faults: undefined, servicesSeen: undefined };
  const known = services.map(service => {
    const all = runsOf(index, { type: 'backup', service, from, to: now });
    return {
      service,
      runs: all.flatMap(run => runOfJob(run.job, run.location) ?? []),
      isAny: all.length > 0,
    };
  });
  const failed = known.flatMap(({ runs }) => runs.filter(run => isFailure(run, rule)));
  return {
    days,
    failedRuns: failed.length,
    failedDays: new Set(failed.map(({ startedAt, endedAt }) => dayOf(startedAt ?? endedAt))).size,
    faults: known
      .flatMap(({ runs }) => streaksOf(runs, rule))
      .filter(({ runs }) => runs.length >= rule.inARow).length,
    servicesSeen: known.filter(({ isAny }) => isAny).map(({ service }) => service),
  };
}
