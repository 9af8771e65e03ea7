import type { Job, JobState, Service } from '../domain/job.ts';
import type { JobFinder } from '../domain/job-source.ts';
import type { EpochMs, Span } from '../domain/time.ts';
import type { Verdict } from '../domain/verdict.ts';
import { badJobsOf } from './bad-jobs.ts';
import { type Careful, rowsAtOnce } from './careful.ts';
import type { Settle } from './settle.ts';

/** A backup that was running when it was last looked at, as far as it can be found again. */
export interface RunningBackup {
  readonly service: Service;
  readonly id: string | undefined;
  readonly startedAt: EpochMs | undefined;
}

/** What became of it; undefined where that could not be found out. */
export interface CarriedBackup extends RunningBackup {
  readonly job: Job | undefined;
}

/** Jobs that are looked through for those that run, of one service. */
const mostRows = 500;
/** How far before a window its running backups are looked for, where nobody recorded them. */
const lookBackMs = 3 * 24 * 3_600_000;

export interface CarriedParts {
  readonly careful: Careful;
  readonly finder: JobFinder;
}

/**
 * The backups of these services that run now and started before `to`: one request, and one a service where there are
 * any. Undefined where they could not all be read.
 */
export async function runningOf(
  { careful }: CarriedParts,
  services: readonly Service[],
  to: EpochMs,
  until: EpochMs,
  settle: Settle,
): Promise<readonly RunningBackup[] | undefined> {
  const unbounded = { from: undefined, to: undefined };
  const running = { type: 'backup', service: undefined, state: 'inProgress' } as const;
  const inAll = await settle(careful.count(running, unbounded, until), { running: true });
  if (!inAll) return undefined;
  if (inAll.value === 0 && !inAll.atLeast) return [];
  const read = await Promise.all(
    services.map(async service => {
      const listing = await settle(careful.list({ ...running, service }, unbounded, mostRows, until), {
        service,
        running: true,
      });
      const isWhole = listing && !listing.total.atLeast && listing.jobs.length === listing.total.value;
      return isWhole ? { service, jobs: listing.jobs } : undefined;
    }),
  );
  return read.every(one => one !== undefined)
    ? read.flatMap(({ service, jobs }) =>
        jobs
          .filter(({ startedAt }) => startedAt === undefined || startedAt < to)
          .map(({ id, startedAt }) => ({ service, id, startedAt })),
      )
    : undefined;
}

/**
 * How each of them stands now: one request each, and one more if it isn't found by its id, which may be looked for in the
 * central location only.
 */
export async function whereabouts(
  { careful, finder }: CarriedParts,
  backups: readonly RunningBackup[],
  until: EpochMs,
  settle: Settle,
): Promise<readonly CarriedBackup[]> {
  const find = async ({ service, id, startedAt }: RunningBackup): Promise<Job | undefined> => {
    const found =
      id !== undefined && (await finder.canFindJob(until)) ? await finder.job(id, until) : undefined;
    if (found || startedAt === undefined) return found;
    const from = Math.floor(startedAt / 1000) * 1000;
    const filter = { type: 'backup', service, state: undefined } as const;
    const { jobs } = await careful.list(filter, { from, to: from + 1000 }, rowsAtOnce, until);
    return id === undefined ? (jobs[1] ? undefined : jobs[0]) : jobs.find(job => job.id === id);
  };
  return Promise.all(
    backups.map(async one => ({ ...one, job: await settle(find(one), { service: one.service }) })),
  );
}

/**
 * The backups that were running at `from`, where nobody recorded them: of those that are `running` now the ones that
 * started before, and those of the three days before that did not end well since. Undefined where they could not all be
 * read.
 */
export async function carriedInto(
  { careful }: CarriedParts,
  services: readonly Service[],
  running: readonly RunningBackup[] | undefined,
  from: EpochMs,
  until: EpochMs,
  settle: Settle,
): Promise<readonly CarriedBackup[] | undefined> {
  const span: Span = { from: from - lookBackMs, to: from };
  const read = await Promise.all(
    services.map(async service => {
      const listing = badJobsOf(careful, { type: 'backup', service }, span, mostRows, until);
      return { service, listing: await settle(listing, { service, carried: true }) };
    }),
  );
  if (!running) return undefined;
  const ended: CarriedBackup[] = [];
  for (const { service, listing } of read) {
    if (!listing || listing.total.atLeast || listing.jobs.length < listing.total.value) return undefined;
    for (const job of listing.jobs) {
      if ((job.finishedAt ?? 0) >= from) ended.push({ service, id: job.id, startedAt: job.startedAt, job });
    }
  }
  const still = running.filter(({ startedAt }) => startedAt !== undefined && startedAt < from);
  return [...ended, ...still.map(one => ({ ...one, job: inProgress(one) }))];
}

function inProgress({ id, startedAt }: RunningBackup): Job {
  return {
    id,
    state: 'inProgress',
    stateText: undefined,
    startedAt,
    finishedAt: undefined,
    durationMs: undefined,
    objects: undefined,
    errors: [],
  };
}

/** What their ends come to: running on is nothing to worry about by itself, and not to be found is not known. */
export function verdictOfCarried(carried: readonly CarriedBackup[] | undefined): readonly Verdict[] {
  if (!carried) return ['unknown'];
  return carried.map(({ job }) => (job?.state === undefined ? 'unknown' : verdicts[job.state]));
}

const verdicts: Readonly<Record<JobState, Verdict>> = {
  finished: 'good',
  inProgress: 'neutral',
  finishedWithException: 'warning',
  partiallyFinished: 'attention',
  failed: 'attention',
};
