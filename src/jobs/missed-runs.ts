import type { Job, Service } from '../domain/job.ts';
import { JobSourceError } from '../domain/job-source.ts';
import type { ScheduleSource, ServiceSchedule } from '../domain/schedule.ts';
import type { EpochMs, MonotonicMs } from '../domain/time.ts';
import type { Settle } from './still-running.ts';

/** A run counts as missed once it's this late. */
const graceMs = 30 * 60_000;
/** Tolerance for clocks that differ, and for runs that start a little early. */
const earlyMs = 10 * 60_000;

/** A run that was due today and didn't start. */
export interface MissedRun {
  readonly service: Service;
  readonly dueAt: EpochMs;
  /** The previous run, if it was still running when this one was due: then this one is skipped. */
  readonly before: EarlierRun | undefined;
}

/** A run that was in progress at some moment. */
interface EarlierRun {
  readonly since: EpochMs;
  /** Undefined if it still runs. */
  readonly until: EpochMs | undefined;
}

/** The result of reading today's schedule. */
export type Plan =
  /** The source has no schedule. */
  | { readonly kind: 'none' }
  /** The app registration lacks this permission. */
  | { readonly kind: 'forbidden'; readonly permission: string }
  | { readonly kind: 'unread' }
  | { readonly kind: 'read'; readonly services: readonly ServiceSchedule[] };

/** Reads the schedule. Failures are part of the result, since the rest of the answer doesn't depend on it. */
export async function readPlan(
  schedule: ScheduleSource | undefined,
  settle: Settle,
  until: MonotonicMs,
  location?: string,
): Promise<Plan> {
  if (!schedule) return { kind: 'none' };
  let permission: string | undefined;
  const reading = schedule.today(until, location).catch(error => {
    if (error instanceof JobSourceError && error.code === 'forbidden') permission = error.details.permission;
    throw error;
  });
  const read = await settle(
    reading.then(services => ({ services })),
    { schedule: true },
  );
  if (read) return read.services ? { kind: 'read', services: read.services } : { kind: 'none' };
  return permission === undefined ? { kind: 'unread' } : { kind: 'forbidden', permission };
}

/**
 * Returns the scheduled runs that no job started for: none between a little before the due time and the next due time.
 * Checks only runs that are due, including the grace period, and that are in the time of `jobs`, which must be all jobs
 * of the service from `from` on.
 */
export function missedRuns(
  { service, startsAt }: ServiceSchedule,
  jobs: readonly Job[],
  { from, now }: { from: EpochMs; now: EpochMs },
): readonly MissedRun[] {
  return startsAt.flatMap((dueAt, index) => {
    if (dueAt - earlyMs < from || dueAt + graceMs > now) return [];
    const next = startsAt[index + 1] ?? Number.POSITIVE_INFINITY;
    const hasStarted = jobs.some(
      ({ startedAt }) =>
        startedAt !== undefined && startedAt >= dueAt - earlyMs && startedAt < next - earlyMs,
    );
    if (hasStarted) return [];
    return [{ service, dueAt, before: runningAt(jobs, dueAt) }];
  });
}

/** Returns the run in progress at `at`: of several, one that still runs, and the one that started first. */
export function runningAt(jobs: readonly Job[], at: EpochMs): EarlierRun | undefined {
  const running = jobs.flatMap(({ state, startedAt, finishedAt }): EarlierRun[] => {
    if (startedAt === undefined || startedAt >= at) return [];
    if (state === 'inProgress') return [{ since: startedAt, until: undefined }];
    return finishedAt !== undefined && finishedAt > at ? [{ since: startedAt, until: finishedAt }] : [];
  });
  return running.toSorted(
    (a, b) => Number(a.until !== undefined) - Number(b.until !== undefined) || a.since - b.since,
  )[0];
}
