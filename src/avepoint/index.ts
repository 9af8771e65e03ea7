import type { JobSource } from '../domain/job-source.ts';
import type { ScheduleSource } from '../domain/schedule.ts';
import type { EpochMs } from '../domain/time.ts';
import { createCloudbackupJobsApi } from './cloudbackup-jobs.ts';
import { createCloudbackupjobsApi } from './cloudbackupjobs.ts';
import { jobsError } from './errors.ts';
import { createGet } from './get.ts';
import { createAgent, createSend } from './http.ts';
import type { JobsApi } from './jobs-api.ts';
import { isOddJob } from './read-job.ts';
import { malformed } from './read-page.ts';
import { createScheduleSource } from './schedule.ts';
import type { AvePointDependencies, AvePointSettings } from './settings.ts';
import { createTokenSource } from './token-source.ts';

export type { AvePointDependencies, AvePointSettings, JobsApiName } from './settings.ts';

export interface AvePointJobSource {
  readonly source: JobSource;
  /** Undefined where the published shape has no such request. */
  readonly schedule: ScheduleSource | undefined;
  /** Resolves while there is a token to ask for jobs with; fetches one where none is kept. Rejects as `source` does. */
  signedIn(until: EpochMs): Promise<void>;
  /** Ends all connections, and with them the requests under way. */
  close(): Promise<void>;
}

/**
 * The jobs of AvePoint Cloud Backup, over HTTP, in the published shape that `settings.jobsApi` names. Every call
 * ends by its `until`, retries, waits and the token included, with an answer that was checked or a `JobSourceError`.
 * A job that the API does not know (404, whoever says it) is undefined.
 */
export function createAvePointJobSource(dependencies: AvePointDependencies): AvePointJobSource {
  const { settings, log } = dependencies;
  const agent = dependencies.dispatcher ?? createAgent(settings.timeoutMs);
  const send = createSend(agent);
  const api = createApi(settings);
  const tokens = createTokenSource(settings, { ...dependencies, send });
  const get = createGet(dependencies, { send, tokens, api: 'jobs', statusOf: api.statusOf });
  const base = new URL(settings.graphUrl);
  let hasWarnedOfLink = false;

  function warnOfLink(link: string | undefined): void {
    if (hasWarnedOfLink || link === undefined || originOf(link, base) === base.origin) return;
    hasWarnedOfLink = true;
    log.warn({}, 'NextLink leads to another origin; it is only taken as a sign of a further page');
  }

  const { oneJob } = api;
  return {
    source: {
      async page(query, until) {
        const response = await get(api.pagePath(query), until);
        if (response.status !== 200) throw jobsError(response);
        if (response.body === undefined) throw malformed('it is not JSON');
        const { page, nextLink } = api.readPage(response.body, query);
        warnOfLink(nextLink);
        const odd = page.jobs.filter(isOddJob).length;
        if (odd > 0)
          log.warn({ odd, jobs: page.jobs.length }, 'Some jobs lack an id, a known state or a start');
        return page;
      },
      job:
        oneJob &&
        (async (id, until) => {
          const path = oneJob.path(id);
          if (path === undefined) return undefined;
          const response = await get(path, until);
          if (response.status === 404) return undefined;
          if (response.status !== 200) throw jobsError(response);
          if (response.body === undefined) throw malformed('it is not JSON');
          return oneJob.read(response.body, id);
        }),
    },
    schedule: settings.jobsApi === 'cloudbackupjobs' ? createScheduleSource(dependencies, send) : undefined,
    async signedIn(until) {
      await tokens.get(until);
    },
    close: async () => {
      if (dependencies.dispatcher === undefined) await agent.destroy();
    },
  };
}

function createApi({ jobsApi, firstPageIndex, location }: AvePointSettings): JobsApi {
  return jobsApi === 'cloudbackup-jobs'
    ? createCloudbackupJobsApi({ firstPageIndex })
    : createCloudbackupjobsApi({ firstPageIndex, location });
}

function originOf(link: string, base: URL): string | undefined {
  return URL.canParse(link, base.href) ? new URL(link, base.href).origin : undefined;
}
