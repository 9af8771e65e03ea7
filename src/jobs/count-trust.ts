import type { JobPage } from '../domain/job.ts';

/**
 * Finds out how the source counts. "TotalCount" may mean all matches of a query, or the page's own rows; the
 * documentation doesn't say. A count above the page's rows proves the former, once and for all. Until then a count that
 * equals its rows may be either.
 */
export interface CountTrust {
  /** Evaluates a page. Returns true if counts are known to be of all matches. */
  learn(page: JobPage): boolean;
}

export function createCountTrust(): CountTrust {
  let countsAll = false;
  return {
    learn(page) {
      countsAll ||= page.totalCount > page.jobs.length;
      return countsAll;
    },
  };
}
