import type { Log } from '../domain/log.ts';
import { createCloudbackupJobsApi } from './cloudbackup-jobs.ts';
import { createCloudbackupjobsApi } from './cloudbackupjobs.ts';
import type { JobsApi } from './jobs-api.ts';
import type { AvePointSettings, JobsApiChoice } from './settings.ts';

/** Which published shapes of the jobs API may answer, and which one does. All sources of one client share it. */
export interface Shapes {
  /** Returns the shape that answers; undefined until that is known. */
  known(): JobsApi | undefined;
  /** Returns the shapes to request a list in, in order. At least one. */
  toAsk(): readonly JobsApi[];
  /** Records that `api` has answered a list; it's the one to use from now on. */
  found(api: JobsApi): void;
  /** Records that nothing is at the address of `api`. If it answered so far, the shape is unknown again. */
  missing(api: JobsApi): void;
}

/** With `auto`, the first list finds the shape; otherwise the configured one is the only candidate. */
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
 * The shape to use; `auto` if it has to be detected. Only the current one supports locations: the other one would silently
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
