import type { Job, Service } from '../domain/job.ts';
import { JobSourceError } from '../domain/job-source.ts';
import type { ScheduleSource, ServiceSchedule } from '../domain/schedule.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Settle } from './settle.ts';

/** A run is not missed before it is so late. */
export const graceMs = 30 * 60_000;
/** Clocks that differ, and runs that begin a little early. */
const earlyMs = 10 * 60_000;

/** A run that was due today and did not start. */
export interface MissedRun {
  readonly service: Service;
  readonly dueAt: EpochMs;
  /** Since when the run before it has been going, if one has: a run is skipped while the one before it still runs. */
  readonly runningSince: EpochMs | undefined;
}

/** What is known of the plan of today's runs. */
export type Plan =
  /** The published shape has no plan to read. */
  | { readonly kind: 'none' }
  /** The app registration lacks this permission. */
  | { readonly kind: 'forbidden'; readonly permission: string }
  | { readonly kind: 'unread' }
  | { readonly kind: 'read'; readonly services: readonly ServiceSchedule[] };

/** Reads the plan. Whatever goes wrong is part of the answer, since everything else can be told without it. */
export async function readPlan(
  schedule: ScheduleSource | undefined,
  settle: Settle,
  until: EpochMs,
): Promise<Plan> {
  if (!schedule) return { kind: 'none' };
  let permission: string | undefined;
  const reading = schedule.today(until).catch(error => {
    if (error instanceof JobSourceError && error.code === 'forbidden') permission = error.details.permission;
    throw error;
  });
  const services = await settle(reading, { schedule: true });
  if (services) return { kind: 'read', services };
  return permission === undefined ? { kind: 'unread' } : { kind: 'forbidden', permission };
}

/**
 * The runs that were due by now, the grace included, within what `jobs` covers (all of the service's jobs from `from`
 * on), and that no job started for: none between a little before it was due and the next one.
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
    return [{ service, dueAt, runningSince: runningSince(jobs, dueAt) }];
  });
}

/** The longest-running of the jobs that had started before `at` and have not ended. */
export function runningSince(jobs: readonly Job[], at: EpochMs): EpochMs | undefined {
  const starts = jobs
    .filter(({ state, startedAt }) => state === 'inProgress' && startedAt !== undefined && startedAt < at)
    .map(({ startedAt }) => startedAt as EpochMs);
  return starts.length === 0 ? undefined : Math.min(...starts);
}
