import type { Job, Service } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';
import type { BackupSight } from '../jobs/backup-sight.ts';
import type { Past } from '../jobs/past.ts';
import { isFailure, type Rule, type Run, streaksOf } from './judge.ts';
import { runOf } from './ledger.ts';

export interface PastParts {
  readonly sight: Pick<BackupSight, 'runs'>;
  /** The day that a moment lies on, by the clocks of the zone that is asked in. */
  readonly dayOf: (at: EpochMs) => string;
  readonly log: (error: unknown) => void;
}

const days = 14;
const dayMs = 24 * 3_600_000;

/** A run whose end was not told counts at its start: it failed all the same. */
function runAsTold(job: Job): readonly Run[] {
  const { startedAt } = job;
  const run = runOf(job) ?? (startedAt === undefined ? undefined : runOf({ ...job, finishedAt: startedAt }));
  return run ? [run] : [];
}

/** What a watch of these services would have told of the last two weeks; what could not be read is undefined. */
export async function pastOf(
  { sight, dayOf, log }: PastParts,
  services: readonly Service[],
  rule: Rule,
  now: EpochMs,
  until: EpochMs,
): Promise<Past> {
  const to = Math.floor(now / 1_000) * 1_000;
  const read = await Promise.all(
    services.map(async service => {
      try {
        const jobs = await sight.runs(service, { from: to - days * dayMs, to }, until);
        return jobs && { service, runs: jobs.flatMap(runAsTold), isAny: jobs.length > 0 };
      } catch (error) {
        log(error);
        return undefined;
      }
    }),
  );
  const known = read.filter(one => one !== undefined);
  if (known.length < read.length)
    return { days, failedRuns: undefined, failedDays: undefined, faults: undefined, servicesSeen: undefined };
  const failed = known.flatMap(({ runs }) => runs.filter(run => isFailure(run, rule)));
  return {
    days,
    failedRuns: failed.length,
    failedDays: new Set(failed.map(({ startedAt, endedAt }) => dayOf(startedAt ?? endedAt))).size,
    faults: known
      .flatMap(({ runs }) => streaksOf(runs, rule))
      .filter(({ runs }) => runs.length >= rule.inARow).length,
    servicesSeen: known.filter(({ isAny }) => isAny).map(({ service }) => service),
  };
}
