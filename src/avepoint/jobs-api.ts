import type { Job, JobQuery } from '../domain/job.ts';
import type { CheckedPage } from './read-page.ts';
import type { JobsApiName } from './settings.ts';

/** One published shape of the API: what is asked, and how the answer is read. Pure; `malformed` is thrown. */
export interface JobsApi {
  readonly name: JobsApiName;
  /** Path and query below the data centre's address. */
  pagePath(query: JobQuery): string;
  readPage(body: unknown, query: JobQuery): CheckedPage;
  /** Undefined if the shape has no request for one job. */
  readonly oneJob: OneJobApi | undefined;
  /** True if the shape has a request for the plan of the backups. */
  readonly hasSchedule: boolean;
}

interface OneJobApi {
  /** Returns undefined for an id that no request should carry. */
  path(id: string, location?: string): string | undefined;
  read(body: unknown, id: string): Job | undefined;
}
