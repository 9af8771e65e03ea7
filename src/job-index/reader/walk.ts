import type { Job, JobFilter, JobPage, JobQuery } from '../../domain/job.ts';
import type { Span } from '../../domain/time.ts';

/** As many rows as are asked for at a time. */
const askedRows = 100;
/** A list isn't walked any further; then it isn't complete. */
const mostPages = 2_000;

/** All jobs of a filter in a window. */
interface ListQuestion extends JobFilter {
  readonly span: Span;
  readonly location: string | undefined;
}

/** Reads one page; rejects as the source does. */
export type PageReader = (query: JobQuery) => Promise<JobPage>;

/** Walks lists to their end. */
export interface Walker {
  /**
   * Passes the rows of each page to `take` as it comes, so that they stay known if a later page fails. Resolves to false if
   * a row may be missing, since the list changed while it was walked. Throws what `readPage` and `take` throw.
   */
  walk(question: ListQuestion, readPage: PageReader, take: (jobs: readonly Job[]) => void): Promise<boolean>;
  /** How many rows the API gives at a time, as far as that is known; at most as many as are asked for. */
  rowsAtOnce(): number;
}

/**
 * No count is believed. A page is the last one if it has no link to a next one, counts no more rows than have come, and has
 * fewer rows than the API has given at a time before. A list of several pages was walked whole if no job came twice, and if
 * every page before the last one is the same when it's read again: a row that moved forward must have changed one of them.
 */
export function createWalker(): Walker {
  let mostRows = 0;
  /** The rows of a page that others followed. */
  let fullRows: number | undefined;

  return {
    rowsAtOnce: () => fullRows ?? askedRows,

    async walk(question, readPage, take) {
      const ids = new Set<string>();
      const pages: (readonly Job[])[] = [];
      let pageSize = askedRows;
      let count = 0;
      let isStable = true;

      const read = async (pageIndex: number): Promise<JobPage> => {
        const page = await readPage({ ...question, pageIndex, pageSize });
        take(page.jobs);
        return page;
      };

      while (pages.length < mostPages) {
        const { jobs, hasMore, totalCount } = await read(pages.length);
        const fresh = jobs.filter(({ id }) => id === undefined || !ids.has(id)).length;
        // An API that ignores PageIndex gives the same page for ever.
        if (jobs.length > 0 && fresh === 0) return false;
        const isAfterShortOne = pages.length > 1 && (pages.at(-1)?.length ?? 0) < pageSize;
        if (fresh < jobs.length || (jobs.length > 0 && isAfterShortOne)) isStable = false;
        for (const { id } of jobs) if (id !== undefined) ids.add(id);
        count += jobs.length;
        if (jobs.length > 0 && pages.length > 0) fullRows = pages[0]?.length;

        const isFull = jobs.length >= pageSize;
        const mayHaveMore = isFull || hasMore || totalCount > count || jobs.length >= mostRows;
        mostRows = Math.max(mostRows, jobs.length);
        // A short first page may be all that the API gives at a time.
        if (pages.length === 0) pageSize = Math.max(1, jobs.length);
        pages.push(jobs);
        if (jobs.length === 0 || !mayHaveMore) return isStable && (await isUnchanged(pages, read));
      }
      return false;
    },
  };
}

/** Returns true if all pages but the last one are the same when they're read again. */
async function isUnchanged(
  pages: readonly (readonly Job[])[],
  read: (pageIndex: number) => Promise<JobPage>,
): Promise<boolean> {
  for (const [index, before] of pages.slice(0, -1).entries()) {
    const { jobs } = await read(index);
    if (idsOf(jobs) !== idsOf(before)) return false;
  }
  return true;
}

function idsOf(jobs: readonly Job[]): string {
  return JSON.stringify(jobs.map(({ id }) => id));
}
