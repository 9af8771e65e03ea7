import type { JobState, JobType, Service } from './job.ts';

/** How many runs started on one day, by state. Each is counted once. */
export interface RunCounts {
  readonly states: Readonly<Record<JobState, number>>;
  /** Of a state that isn't documented, or disappeared: how they ended isn't known. */
  readonly unknown: number;
  /** How often a backup was overdue first on this day; undefined if it isn't known, and for the other types. */
  readonly missed: number | undefined;
}

/** The runs of one type and service that started on one day. */
export interface UnitSums {
  readonly type: JobType;
  /** Undefined: of no service that is known. */
  readonly service: Service | undefined;
  /** False if AvePoint may have more of them, or others. */
  readonly isWhole: boolean;
  /** By location, in the order of their names; the one key is empty if AvePoint isn't read by location. */
  readonly counts: Readonly<Record<string, RunCounts>>;
}

/** How many runs started on one day in UTC. A type and service that isn't among the units certainly had none. */
export interface DaySums {
  /** In whole days since 1970. */
  readonly day: number;
  /** The data centre and the client that they were read with. */
  readonly source: string;
  readonly units: readonly UnitSums[];
}

/** Sums as they were read. */
export interface StoredDaySums extends DaySums {
  /** Changes with every write. */
  readonly version: string;
}

/** The sums of past days, which stay when the job index has forgotten their runs. Rejects with `StoreError`. */
export interface DaySumsStore {
  /** Those of all sources, from day `from` on and before day `before`, the oldest first. */
  between(from: number, before: number): AsyncIterable<StoredDaySums>;
  /** Replaces the sums that were read as `version` (undefined: there were none). False if they have changed since. */
  put(sums: DaySums, version: string | undefined): Promise<boolean>;
  /** Removes days before `day`, `most` at once. */
  forgetBefore(day: number, most: number): Promise<void>;
}
