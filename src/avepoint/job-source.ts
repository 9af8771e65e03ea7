import type { JobPage, JobQuery } from '../domain/job.ts';
import { type JobSource, JobSourceError, type QueuedRequest } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import type { Clock, EpochMs, MonotonicMs } from '../domain/time.ts';
import { jobsError, noShapeError } from './errors.ts';
import type { Get } from './get.ts';
import type { HttpResponse } from './http.ts';
import type { JobsApi } from './jobs-api.ts';
import { isOddJob } from './read-job.ts';
import { malformed } from './read-page.ts';
import type { Shapes } from './shapes.ts';

export interface JobSourceParts {
  readonly get: Get;
  readonly shapes: Shapes;
  readonly clock: Clock;
  readonly log: Log;
  /** Called after each list with its link to the next page, if any. */
  readonly onLink: (link: string | undefined) => void;
}

export interface ShapedJobSource {
  readonly source: JobSource;
  /** Returns the shape that answers. Requests a list if that isn't known yet; rejects as `source` does. */
  shape(until: MonotonicMs, queued?: QueuedRequest): Promise<JobsApi>;
}

const hourMs = 3_600_000;

/** Reads jobs in whichever published shape answers. A list tries the shapes in turn; all other requests use the one it found. */
export function createJobSource({ get, shapes, clock, log, onLink }: JobSourceParts): ShapedJobSource {
  async function list(
    query: JobQuery,
    until: MonotonicMs,
    queued: QueuedRequest | undefined,
  ): Promise<{ page: JobPage; api: JobsApi }> {
    const toAsk = shapes.toAsk();
    let missing: HttpResponse | undefined;
    for (const api of toAsk) {
      const response = await get(api.pagePath(query), until, queued);
      if (isMissing(response)) {
        shapes.missing(api);
        missing = response;
        continue;
      }
      const { page, nextLink } = api.readPage(soundBody(response), query);
      shapes.found(api);
      onLink(nextLink);
      return { page, api };
    }
    if (!missing) throw new Error('there is no shape to ask');
    throw toAsk.length > 1 ? noShapeError(missing) : jobsError(missing);
  }

  const shape = async (until: MonotonicMs, queued?: QueuedRequest) =>
    shapes.known() ?? (await list(lastHour(clock.now()), until, queued)).api;

  return {
    source: {
      async page(query, until, queued) {
        const { page } = await list(query, until, queued);
        const odd = page.jobs.filter(isOddJob).length;
        if (odd > 0)
          log.warn({ odd, jobs: page.jobs.length }, 'Some jobs lack an id, a known state or a start');
        return page;
      },

      canFindJob: async (until, queued) => (await shape(until, queued)).oneJob !== undefined,

      async job(id, until, location, queued) {
        const { oneJob, name } = await shape(until, queued);
        if (!oneJob) throw new JobSourceError('not-found', `${name} has no request for one job.`);
        const path = oneJob.path(id, location);
        if (path === undefined) return undefined;
        const response = await get(path, until, queued);
        return response.status === 404 ? undefined : oneJob.read(soundBody(response), id);
      },
    },
    shape,
  };
}

/** AvePoint has nothing at this address. */
function isMissing({ status }: HttpResponse): boolean {
  return status === 404 || status === 410;
}

function soundBody(response: HttpResponse): unknown {
  if (response.status !== 200) throw jobsError(response);
  if (response.body === undefined) throw malformed('it is not JSON');
  return response.body;
}

/** The cheapest list: one row of the jobs that started within the last hour. */
function lastHour(now: EpochMs): JobQuery {
  const to = Math.floor(now / 1_000) * 1_000;
  const all = { type: undefined, service: undefined, state: undefined };
  return { ...all, span: { from: to - hourMs, to }, pageIndex: 0, pageSize: 1 };
}
