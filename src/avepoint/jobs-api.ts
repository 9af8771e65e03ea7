import type { Job, JobQuery } from '../domain/job.ts';
import type { ReadPage } from './read-page.ts';

/** One published shape of the API: what is asked, and how the answer is read. Pure; `malformed` is thrown. */
export interface JobsApi {
  /** Path and query below the data centre's address. */
  pagePath(query: JobQuery): string;
  /** The status that a body claims for itself, where the shape has such a thing; else undefined. */
  statusOf(body: unknown): number | undefined;
  readPage(body: unknown, query: JobQuery): ReadPage;
  /** Undefined where the shape has no request for one job. */
  readonly oneJob: OneJobApi | undefined;
}

export interface OneJobApi {
  /** Undefined for an id that no request should carry. */
  path(id: string): string | undefined;
  read(body: unknown, id: string): Job | undefined;
}
