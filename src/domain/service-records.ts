import type { Service } from './job.ts';
import type { Person } from './person.ts';
import type { EpochMs } from './time.ts';

/** The latest backups of a service that were ever seen. */
export interface LastBackups {
  /** When the last one started, however it ended. */
  readonly startedAt: EpochMs;
  /** When the last one started that finished without a fault; undefined if none was seen. */
  readonly goodAt: EpochMs | undefined;
}

/** A service isn't backed up any more, on purpose: who said so, and when. */
export interface Retirement {
  /** Undefined if Teams doesn't say who it was. */
  readonly by: Person | undefined;
  readonly at: EpochMs;
}

/** What is remembered of a service for longer than the job index stores its runs. */
export interface ServiceRecord {
  /** Undefined if it was never backed up. */
  readonly last: LastBackups | undefined;
  /** Undefined if it's expected to be backed up. */
  readonly retired: Retirement | undefined;
}

export type RecordsByService = Readonly<Partial<Record<Service, ServiceRecord>>>;

/** The records of the services, for every conversation. Every method rejects with `StoreError`. */
export interface ServiceRecords {
  all(): Promise<RecordsByService>;
  /** Records backups that were seen. Older ones than are recorded already change nothing. */
  saw(service: Service, last: LastBackups): Promise<void>;
  /** Retires a service, or expects it again. Returns false if that was so before; then nothing is changed. */
  setRetired(service: Service, retired: Retirement | undefined): Promise<boolean>;
}
