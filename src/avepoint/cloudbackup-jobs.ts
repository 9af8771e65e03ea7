import type { JobsApi } from './jobs-api.ts';
import { jobsQuery } from './query-values.ts';
import { field, isRecord } from './read-fields.ts';
import type { TimeReaders } from './read-job.ts';
import { malformed, readPage } from './read-page.ts';
import { epochMsOfTicks, ticksOfEpochMs } from './ticks.ts';

const ticksPerMs = 10_000;

/**
 * `GET /cloudbackup/jobs`, as published in 2024: times and durations are .NET ticks, the body is
 * `{TotalCount, Jobs, NextLink}` in either letter case. It has no request for one job, no schedule and no locations.
 */
export function createCloudbackupJobsApi(options: { firstPageIndex: 0 | 1 }): JobsApi {
  return {
    name: 'cloudbackup-jobs',
    pagePath: query =>
      `/cloudbackup/jobs?${jobsQuery(query, options.firstPageIndex, instant => String(ticksOfEpochMs(instant)))}`,
    readPage(body, query) {
      if (!isRecord(body)) throw malformed('it is no object');
      const parts = {
        jobs: field(body, 'jobs'),
        totalCount: field(body, 'totalCount'),
        nextLink: field(body, 'nextLink'),
      };
      return readPage(parts, query, readers);
    },
    oneJob: undefined,
    hasSchedule: false,
  };
}

const readers: TimeReaders = {
  time: value => {
    const ticks = readTicks(value);
    return ticks === undefined ? undefined : epochMsOfTicks(ticks);
  },
  durationMs: value => {
    const ticks = readTicks(value);
    return ticks === undefined ? undefined : Math.round(Number(ticks) / ticksPerMs);
  },
};

/** Whole ticks, as a number or as digits. */
function readTicks(value: unknown): bigint | undefined {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return BigInt(value);
  if (typeof value === 'string' && /^\d{1,19}$/.test(value.trim())) return BigInt(value.trim());
  return undefined;
}
