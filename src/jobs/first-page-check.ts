import type { JobPage, JobQuery } from '../domain/job.ts';
import { type JobSource, JobSourceError } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import type { MonotonicMs } from '../domain/time.ts';

type Pages = Pick<JobSource, 'page'>;

/**
 * Finds out whether the source returns its first page twice, as one does that numbers its first page 1 and is asked for
 * page 0. Compares pages 0 and 1 once, when a user first asks for a page 1, with one more request beside that for the
 * page.
 */
export interface FirstPageCheck {
  read(source: Pages, query: JobQuery, until: MonotonicMs): Promise<JobPage>;
  /** Returns true if the first page is known to come twice. */
  isRepeated(): boolean;
}

export function createFirstPageCheck(log: Log): FirstPageCheck {
  let isRepeated: boolean | undefined;
  let isInFlight = false;

  async function firstPage(source: Pages, query: JobQuery, until: MonotonicMs): Promise<JobPage | undefined> {
    try {
      return await source.page({ ...query, pageIndex: 0 }, until);
    } catch (error) {
      if (!(error instanceof JobSourceError)) throw error;
      log.warn({ err: error }, 'pages 0 and 1 not compared, trying again');
      return undefined;
    }
  }

  async function compare(source: Pages, query: JobQuery, until: MonotonicMs): Promise<JobPage> {
    isInFlight = true;
    try {
      const [page, first] = await Promise.all([source.page(query, until), firstPage(source, query, until)]);
      if (first && first.jobs.length > 0 && page.jobs.length > 0) {
        isRepeated = idsOf(first) === idsOf(page);
        if (isRepeated) log.warn({}, 'page 1 is page 0 again: AVEPOINT_FIRST_PAGE_INDEX is wrong');
        else log.info({}, 'pages 0 and 1 compared: they differ, as they should');
      }
      return page;
    } finally {
      isInFlight = false;
    }
  }

  return {
    read: (source, query, until) =>
      query.pageIndex === 1 && isRepeated === undefined && !isInFlight
        ? compare(source, query, until)
        : source.page(query, until),
    isRepeated: () => isRepeated === true,
  };
}

function idsOf({ jobs }: JobPage): string {
  return JSON.stringify(jobs.map(({ id }) => id));
}
