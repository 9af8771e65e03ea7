import type { Service } from './job.ts';
import type { EpochMs } from './time.ts';

/** When a service's backups are planned to start today (the day in UTC), in order. */
export interface ServiceSchedule {
  readonly service: Service;
  readonly startsAt: readonly EpochMs[];
}

/** Where the plan of the backups is read from. Ends by `until`, with an answer or a `JobSourceError`. */
export interface ScheduleSource {
  today(until: EpochMs): Promise<readonly ServiceSchedule[]>;
}
