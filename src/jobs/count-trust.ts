import type { JobPage } from '../domain/job.ts';

/**
 * What is known of the source's counts. "TotalCount" may mean all matches of a query, or the page's own rows; the
 * documentation does not say. A count larger than its page's rows proves the former, once and for all; until then a
 * count that merely equals its rows may be either.
 */
export interface CountTrust {
  /** Takes in a page; true if counts are known to be of all matches. */
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
