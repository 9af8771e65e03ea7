import type { JobQuery, JobState, JobType, Service } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';

const all = 0;

const jobTypeValues: Readonly<Record<JobType, number>> = {
  backup: 1,
  restore: 2,
  export: 3,
  delete: 4,
  retention: 5,
};

/** The number of each service in AvePoint’s queries. */
export const objectTypeValues: Readonly<Record<Service, number>> = {
  exchange: 1,
  sharepoint: 2,
  onedrive: 3,
  groups: 4,
  project: 5,
  publicFolder: 6,
  teams: 7,
  vivaEngage: 8,
  teamsChat: 9,
  powerBi: 10,
  powerAutomate: 11,
  powerApps: 12,
};

const jobStateValues: Readonly<Record<JobState, number>> = {
  inProgress: 1,
  finished: 2,
  failed: 3,
  finishedWithException: 4,
  partiallyFinished: 5,
};

/**
 * The seven parameters of a list, under their published names. "All" is said as 0 rather than left out, so that
 * nothing depends on a default; a bound that the span lacks is left out, which is the documented way.
 */
export function jobsQuery(
  query: JobQuery,
  firstPageIndex: 0 | 1,
  writeTime: (instant: EpochMs) => string,
): URLSearchParams {
  const { span, type, service, state } = query;
  const params = new URLSearchParams();
  if (span.from !== undefined) params.set('StartTime', writeTime(span.from));
  if (span.to !== undefined) params.set('FinishTime', writeTime(span.to));
  params.set('JobType', String(type === undefined ? all : jobTypeValues[type]));
  params.set('ObjectType', String(service === undefined ? all : objectTypeValues[service]));
  params.set('JobState', String(state === undefined ? all : jobStateValues[state]));
  params.set('PageIndex', String(query.pageIndex + firstPageIndex));
  params.set('PageSize', String(query.pageSize));
  return params;
}
