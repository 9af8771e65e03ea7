import type { Service } from './job.ts';
import type { Person } from './person.ts';
import type { EpochMs } from './time.ts';

/** When a service was last backed up, as far as the bot has seen. */
export interface LastBackups {
  /** When the last backup started, however it ended. */
  readonly startedAt: EpochMs;
  /** When the last backup that finished without problems started; undefined if none was seen. */
  readonly goodAt: EpochMs | undefined;
}

/** A service is deliberately not backed up any more: who retired it, and when. */
export interface Retirement {
  /** Undefined if Teams doesn't identify the user. */
  readonly by: Person | undefined;
  readonly at: EpochMs;
}

/** What is stored about a service for longer than the job index stores its runs. */
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
  /** Records backups. Older ones than those on record change nothing. */
  saw(service: Service, last: LastBackups): Promise<void>;
  /** Retires a service; undefined means that backups are expected again. Resolves to false if nothing changed. */
  setRetired(service: Service, retired: Retirement | undefined): Promise<boolean>;
  /** Replaces one retirement by another. Resolves to false, and changes nothing, if it isn't `before` any more. */
  replaceRetired(
    service: Service,
    retired: Retirement | undefined,
    before: Retirement | undefined,
  ): Promise<boolean>;
}
