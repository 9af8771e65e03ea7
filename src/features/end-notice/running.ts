import { type JobType, jobTypes, type Service, services } from '../../domain/job.ts';
import type { EpochMs } from '../../domain/time.ts';
import { doubtOf } from '../../job-index/queries/doubt.ts';
import { isGone, type Run, startOf } from '../../job-index/run.ts';
import type { IndexView } from '../../job-index/view.ts';
import { isOver } from './outcome.ts';

/** Which job is meant; what is undefined may be any. */
export interface MeantJob {
  readonly type: JobType | undefined;
  readonly service: Service | undefined;
}

/** The jobs that run, the latest start first, and whether they are certain to be all. */
export interface RunningJobs {
  readonly runs: readonly Run[];
  readonly isCertain: boolean;
}

export function runningJobs(index: IndexView, { type, service }: MeantJob, now: EpochMs): RunningJobs {
  const runs = [...index.mirror.open()].filter(
    run =>
      !isGone(run) &&
      !isOver(run, index) &&
      run.missingSince === undefined &&
      run.job.id !== undefined &&
      (type === undefined || run.type === type) &&
      (service === undefined || run.services.includes(service)),
  );
  const scopes = (type === undefined ? jobTypes : [type]).flatMap(one =>
    (service === undefined ? services : [service]).map(other => ({
      type: one,
      service: other,
      from: undefined,
    })),
  );
  return {
    runs: runs.toSorted((a, b) => startOf(b) - startOf(a)),
    isCertain: !scopes.some(scope => doubtOf(index, scope, now)),
  };
}
