import type { Service } from '../../../domain/job.ts';

/** What a watch would have told of the last days. */
export interface PastCounts {
  readonly days: number;
  /** Runs that failed, as the watch counts failures; undefined if they could not be counted. */
  readonly failedRuns: number | undefined;
  /** On how many days, by the clocks of the zone that was asked in. */
  readonly failedDays: number | undefined;
  /** How many faults it would have opened. */
  readonly faults: number | undefined;
  /** Services that had runs at all; undefined if that could not be read. */
  readonly servicesSeen: readonly Service[] | undefined;
}
