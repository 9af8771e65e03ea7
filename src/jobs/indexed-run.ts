import type { Job, Service } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';
import { doubtOf } from '../job-index/queries/doubt.ts';
import { isSameStart, type Run } from '../job-index/run.ts';
import type { IndexView } from '../job-index/view.ts';

/** Returns the run of a listed job; undefined if the index has none with its id that started within the same second. */
export function runOfJob({ mirror }: Pick<IndexView, 'mirror'>, { id, startedAt }: Job): Run | undefined {
  if (id === undefined || startedAt === undefined) return undefined;
  return mirror.withId(id).find(({ job }) => isSameStart(job.startedAt, startedAt));
}

/**
 * Returns the services of a listed job, without a request. Empty if the index doesn't know the run, or if AvePoint
 * ignores a filter, since a run that is listed for a service may be another's then.
 */
export function servicesOf(index: IndexView, job: Job, now: EpochMs): readonly Service[] {
  const run = runOfJob(index, job);
  if (!run) return [];
  const isCertain = run.services.every(
    service => doubtOf(index, { type: run.type, service, from: undefined }, now)?.kind !== 'ignored',
  );
  return isCertain ? run.services : [];
}
