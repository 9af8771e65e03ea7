import { epochMsOfIso, isoSecondOf } from './iso-time.ts';
import type { JobsApi } from './jobs-api.ts';
import { jobsQuery } from './query-values.ts';
import { field, isRecord } from './read-fields.ts';
import { readJob, type TimeReaders } from './read-job.ts';
import { malformed, readPage } from './read-page.ts';

const path = '/backup/m365/cloudbackupjobs';
const msPerHour = 3_600_000;
const longestId = 200;

/**
 * `GET /backup/m365/cloudbackupjobs` and `/{jobId}`, current since October 2025: times are ISO 8601 in UTC, a
 * duration is hours as text, the body is an envelope with `data` and `metadata`. `options.location` is the location of
 * requests that name none: without one, a list is about all locations, and one job is looked for in the central one alone.
 */
export function createCloudbackupjobsApi(options: {
  firstPageIndex: 0 | 1;
  location: string | undefined;
}): JobsApi {
  return {
    name: 'cloudbackupjobs',
    pagePath(query) {
      const params = jobsQuery(query, options.firstPageIndex, isoSecondOf);
      const location = query.location ?? options.location;
      if (location !== undefined) params.set('Location', location);
      return `${path}?${params}`;
    },
    readPage(body, query) {
      const envelope = openEnvelope(body);
      const metadata = field(envelope, 'metadata');
      if (!isRecord(metadata)) throw malformed('it has no metadata');
      const parts = {
        jobs: field(envelope, 'data'),
        totalCount: field(metadata, 'totalCount', 'totalNumber'),
        nextLink: field(metadata, 'nextLink'),
      };
      return readPage(parts, query, readers);
    },
    oneJob: {
      path(id, location = options.location) {
        if (!isSendableId(id)) return undefined;
        return withLocation(`${path}/${encodeURIComponent(id)}`, location);
      },
      read(body, id) {
        const data = field(openEnvelope(body), 'data');
        if (data === undefined) return undefined;
        if (!isRecord(data)) throw malformed('its job is no object');
        const job = readJob(data, readers);
        // Another job's details under this id would be worse than none.
        if (job.id?.toLowerCase() !== id.toLowerCase()) throw malformed('it is not about the job asked for');
        return job;
      },
    },
    hasSchedule: true,
  };
}

/** The path with `Location`, if there is one. */
export function withLocation(path: string, location: string | undefined): string {
  return location === undefined ? path : `${path}?${new URLSearchParams({ Location: location })}`;
}

function openEnvelope(body: unknown): Record<string, unknown> {
  if (!isRecord(body)) throw malformed('it is no object');
  return body;
}

/**
 * An id comes back from a client, which can send anything. Encoding keeps it one segment of the path; what a proxy
 * might still take for a step up or down, or what cannot be encoded at all, is never sent.
 */
function isSendableId(id: string): boolean {
  return id.length > 0 && id.length <= longestId && /^[\x20-\x7e]+$/.test(id) && !/[/\\%]|^\.+$/.test(id);
}

const readers: TimeReaders = {
  time: value => (typeof value === 'string' ? epochMsOfIso(value) : undefined),
  durationMs: value => {
    const hours = readHours(value);
    return hours === undefined ? undefined : Math.round(hours * msPerHour);
  },
};

/** Hours as text; .NET writes very short ones with an exponent ("5E-05"). A number is taken as well. */
function readHours(value: unknown): number | undefined {
  if (typeof value === 'number') return value >= 0 ? value : undefined;
  if (typeof value !== 'string' || !/^\d+(\.\d+)?(e[+-]?\d{1,2})?$/i.test(value.trim())) return undefined;
  return Number(value);
}
