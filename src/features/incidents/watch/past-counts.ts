import type { Service } from '../../../domain/job.ts';

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
