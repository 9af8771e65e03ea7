import type { JobState, JobType, Service } from './job.ts';

/** How many runs started on one day, by state. Each run is counted once. */
export interface RunCounts {
  readonly states: Readonly<Record<JobState, number>>;
  /** Runs with an undocumented state, or that disappeared: their outcome isn't known. */
  readonly unknown: number;
  /** How many backups became overdue on this day; undefined if that isn't known, and for the other types. */
  readonly missed: number | undefined;
}

/** The runs of one type and service that started on one day. */
export interface UnitSums {
  readonly type: JobType;
  /** Undefined if the service isn't known. */
  readonly service: Service | undefined;
  /** False if AvePoint may have other runs. */
  readonly isWhole: boolean;
  /** By location, sorted by name. The only key is empty if AvePoint isn't read by location. */
  readonly counts: Readonly<Record<string, RunCounts>>;
}

/** How many runs started on one day in UTC. A type and service without a unit certainly had none. */
export interface DaySums {
  /** In whole days since 1970. */
  readonly day: number;
  /** The data centre and the client of AvePoint. */
  readonly source: string;
  readonly units: readonly UnitSums[];
}

/** Sums as they were read from the store. */
export interface StoredDaySums extends DaySums {
  /** Changes with every write. */
  readonly version: string;
}

/** The sums of past days, which stay when the job index has forgotten their runs. Rejects with `StoreError`. */
export interface DaySumsStore {
  /** Yields the sums of all sources, from day `from` (inclusive) to day `before` (exclusive), the oldest first. */
  between(from: number, before: number): AsyncIterable<StoredDaySums>;
  /**
   * Replaces the sums that were read as `version` (undefined if there were none). Returns false if they have changed
   * since.
   */
  put(sums: DaySums, version: string | undefined): Promise<boolean>;
  /** Removes days before `day`, at most `most` per call. */
  forgetBefore(day: number, most: number): Promise<void>;
}
