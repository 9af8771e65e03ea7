import type { Service } from './job.ts';
import type { QueuedRequest } from './job-source.ts';
import type { EpochMs, MonotonicMs } from './time.ts';

/** When a service's backups are scheduled to start today (the day in UTC), in order. */
export interface ServiceSchedule {
  readonly service: Service;
  readonly startsAt: readonly EpochMs[];
}

/** Reads the backup schedule. */
export interface ScheduleSource {
  /**
   * Ends by `until`, with a result or a `JobSourceError`. Resolves to undefined if the source has no schedule.
   * `location`: that of `JobQuery`; without any, the schedule may be that of the central location alone. With `queued`,
   * each attempt waits for its turn.
   */
  today(
    until: MonotonicMs,
    location?: string,
    queued?: QueuedRequest,
  ): Promise<readonly ServiceSchedule[] | undefined>;
}
