import type { ScheduleSource, ServiceSchedule } from '../domain/schedule.ts';
import { type Clock, type MonotonicMs, msSince } from '../domain/time.ts';
import type { RequestQueue } from './request-queue.ts';
import { ended } from './sharing.ts';

const dayMs = 24 * 3_600_000;
/** A change of the schedule at AvePoint shows after this time at the latest. */
const cachedMs = 10 * 60_000;
const failureCachedMs = 60_000;

interface ScheduleRead {
  readonly at: MonotonicMs;
  /** The day of the schedule, in UTC. */
  readonly day: number;
  /** Deadline of the caller. */
  readonly until: MonotonicMs;
  readonly plan: Promise<readonly ServiceSchedule[] | undefined>;
  hasFailed: boolean;
  isOver: boolean;
}

/**
 * Shares one reading of the schedule between all callers within ten minutes of one day, so that a thousand digests need
 * one request. Since it's for all, it waits in the queue as the bot's own request, and is charged to no user. Without
 * `queue` it waits for no connection.
 */
export function createSharedSchedule(
  source: ScheduleSource,
  clock: Clock,
  queue?: RequestQueue,
): ScheduleSource {
  const readings = new Map<string, ScheduleRead>();

  function isFresh(
    { at, day, isOver, hasFailed, until: ends }: ScheduleRead,
    today: number,
    until: MonotonicMs,
  ): boolean {
    if (day !== today) return false;
    if (!isOver) return ends <= until;
    return msSince(at, clock) < (hasFailed ? failureCachedMs : cachedMs);
  }

  async function read(until: MonotonicMs, location: string | undefined) {
    if (!queue) return source.today(until, location);
    const request = queue.admit(undefined, { waitedMs: 0, sentMs: 0 });
    return ended(request, () => source.today(until, location, request));
  }

  return {
    today(until, location) {
      const day = Math.floor(clock.now() / dayMs);
      const known = readings.get(location ?? '');
      if (known && isFresh(known, day, until)) return known.plan;
      const plan = read(until, location);
      const reading: ScheduleRead = {
        at: clock.monotonic(),
        day,
        until,
        plan,
        hasFailed: false,
        isOver: false,
      };
      readings.set(location ?? '', reading);
      plan.then(
        () => {
          reading.isOver = true;
        },
        () => {
          reading.isOver = true;
          reading.hasFailed = true;
        },
      );
      return plan;
    },
  };
}
