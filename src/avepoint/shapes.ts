import type { Log } from '../domain/log.ts';
import { createCloudbackupJobsApi } from './cloudbackup-jobs.ts';
import { createCloudbackupjobsApi } from './cloudbackupjobs.ts';
import type { JobsApi } from './jobs-api.ts';
import type { AvePointSettings, JobsApiChoice } from './settings.ts';

/** Which published shapes may answer, and which one does. All sources of one client share it. */
export interface Shapes {
  /** The shape that answers; undefined until that is found out. */
  known(): JobsApi | undefined;
  /** The shapes to ask for a list, in order. At least one. */
  toAsk(): readonly JobsApi[];
  /** Keeps to `api`, which has answered a list. */
  found(api: JobsApi): void;
  /** Records that nothing is at the address of `api`. If that is the shape that answered so far, it is found out anew. */
  missing(api: JobsApi): void;
}

/** With `auto`, the shape is found out by the requests themselves; else there is only the one that is set. */
export function createShapes(settings: AvePointSettings, log: Log): Shapes {
  const candidates = candidatesOf(settings);
  const [first] = candidates;
  let answering = candidates.length === 1 ? first : undefined;
  let logged: JobsApi | undefined;
  return {
    known: () => answering,
    toAsk: () => (answering ? [answering, ...candidates.filter(api => api !== answering)] : candidates),
    found(api) {
      answering = api;
      if (candidates.length === 1 || logged === api) return;
      logged = api;
      log.info({ shape: api.name }, 'jobs API shape found');
    },
    missing(api) {
      if (answering === api && candidates.length > 1) answering = undefined;
    },
  };
}

/**
 * The shape to ask; `auto` if that is to be found out. Only the current one knows locations: the other one would quietly
 * answer for all of them.
 */
export function choiceOf({ jobsApi, location, locations }: AvePointSettings): JobsApiChoice {
  const needsLocations = location !== undefined || locations.length > 0;
  return jobsApi === 'auto' && needsLocations ? 'cloudbackupjobs' : jobsApi;
}

/** The shapes that may answer, the current one first. */
function candidatesOf(settings: AvePointSettings): readonly JobsApi[] {
  const { firstPageIndex, location } = settings;
  const choice = choiceOf(settings);
  return [
    createCloudbackupjobsApi({ firstPageIndex, location }),
    createCloudbackupJobsApi({ firstPageIndex }),
  ].filter(({ name }) => choice === 'auto' || name === choice);
}
