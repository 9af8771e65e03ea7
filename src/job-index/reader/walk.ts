import type { Job, JobFilter, JobPage, JobQuery } from '../../domain/job.ts';
import type { Span } from '../../domain/time.ts';

/** As many rows as are asked for at a time. */
const askedRows = 100;
/** A list isn't walked any further; then it isn't complete. */
const mostPages = 2_000;

/** All jobs of a filter in a window. */
export interface ListQuestion extends JobFilter {
  readonly span: Span;
  readonly location: string | undefined;
}

/** Walks lists to their end. */
export interface Walker {
  /**
   * Hands on the rows of each page as it comes, so that they stay known if a later page fails. Resolves to false if a row
   * may have slipped through, since the list changed while it was walked. Throws what the source and `take` throw.
   */
  walk(question: ListQuestion, take: (jobs: readonly Job[]) => void): Promise<boolean>;
  /** How many rows the API gives at a time, as far as that is known; at most as many as are asked for. */
  rowsAtOnce(): number;
}

/**
 * No count is believed. A page is the last one if it has no link to a next one and fewer rows than the API has given at a
 * time before; and a list of several pages was walked whole if no job came twice and its first page is the same at the end.
 */
export function createWalker(page: (query: JobQuery) => Promise<JobPage>): Walker {
  let provenRows = 0;

  return {
    rowsAtOnce: () => provenRows || askedRows,

    async walk(question, take) {
      const ids = new Set<string>();
      let firstIds = '';
      let pageSize = askedRows;
      let isStable = true;
      for (let pageIndex = 0; pageIndex < mostPages; pageIndex += 1) {
        const { jobs, hasMore } = await page({ ...question, pageIndex, pageSize });
        take(jobs);
        if (jobs.some(({ id }) => id !== undefined && ids.has(id))) isStable = false;
        for (const { id } of jobs) if (id !== undefined) ids.add(id);

        const isFull = jobs.length >= pageSize;
        const isLast = jobs.length === 0 || !(isFull || hasMore || jobs.length >= provenRows);
        provenRows = Math.max(provenRows, jobs.length);
        if (isLast && pageIndex === 0) return true;
        if (isLast) {
          if (pageIndex === 1 && jobs.length === 0) return isStable;
          const again = await page({ ...question, pageIndex: 0, pageSize });
          take(again.jobs);
          return isStable && idsOf(again.jobs) === firstIds;
        }
        if (pageIndex === 0) {
          firstIds = idsOf(jobs);
          // A short first page may be all that the API gives at a time.
          pageSize = jobs.length;
        } else if (!isFull) isStable = false;
      }
      return false;
    },
  };
}

function idsOf(jobs: readonly Job[]): string {
  return JSON.stringify(jobs.map(({ id }) => id));
}
