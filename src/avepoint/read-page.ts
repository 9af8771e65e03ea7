import type { JobPage, JobQuery } from '../domain/job.ts';
import { JobSourceError } from '../domain/job-source.ts';
import { readCount } from './read-fields.ts';
import { readJob, type TimeReaders } from './read-job.ts';

/** The parts of a list, wherever a published shape keeps them. */
export interface PageParts {
  readonly jobs: unknown;
  readonly totalCount: unknown;
  readonly nextLink: unknown;
}

/**
 * A page that passed every check, and the link that came with it. The link is never followed: pages go by their index.
 */
export interface CheckedPage {
  readonly page: JobPage;
  readonly nextLink: string | undefined;
}

/**
 * Believes a page or throws `malformed`. Refused are: no count of 0 or more; a list that is none (null and absent
 * are an empty list if the count is 0); more rows than were asked for or than the count says, since then neither
 * paging nor counting can be right; and a first page without rows though the count or a link promises some: it must not pass for good news.
 */
export function readPage(parts: PageParts, query: JobQuery, readers: TimeReaders): CheckedPage {
  const totalCount = readCount(parts.totalCount);
  if (totalCount === undefined) throw malformed('it has no count of jobs');
  const rows = parts.jobs ?? (totalCount === 0 ? [] : undefined);
  if (!Array.isArray(rows)) throw malformed('its jobs are not a list');
  if (rows.length > query.pageSize) {
    throw malformed(`${rows.length} jobs came where ${query.pageSize} were asked for`);
  }
  if (rows.length > totalCount) throw malformed(`${rows.length} jobs came and the count says ${totalCount}`);
  const link = typeof parts.nextLink === 'string' ? parts.nextLink.trim() : '';
  if (rows.length === 0 && query.pageIndex === 0 && (totalCount > 0 || link !== '')) {
    throw malformed(`its first page is empty and the count says ${totalCount}; AVEPOINT_FIRST_PAGE_INDEX?`);
  }
  return {
    page: { jobs: rows.map(row => readJob(row, readers)), totalCount, hasMore: link !== '' },
    nextLink: link === '' ? undefined : link,
  };
}

/** An answer of another shape than the documented one. `what` never quotes the body. */
export function malformed(what: string): JobSourceError {
  return new JobSourceError('malformed', `The jobs API answered in an unknown shape: ${what}.`);
}
