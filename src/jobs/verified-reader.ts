import { type Job, type JobFilter, type JobPage, type JobQuery, jobStates } from '../domain/job.ts';
import type { JobSource } from '../domain/job-source.ts';
import type { MonotonicMs, Span } from '../domain/time.ts';
import type { Count } from './answers.ts';
import type { CountTrust } from './count-trust.ts';
import { type Tally, tallied } from './tally.ts';
import { countStrays } from './unexpected-jobs.ts';

/** As many rows as are read with one request. */
export const rowsAtOnce = 100;
/** Pages that are walked if the source's count cannot be used; what lies beyond is "at least". */
const mostPages = 5;

/** The source's response contradicts the request, so its numbers can't be used. The message is for the log. */
export class InconsistentResponseError extends Error {
  override readonly name = 'InconsistentResponseError';
}

/** All jobs of a filter and a span, or the first of them. */
interface Listing {
  readonly jobs: readonly Job[];
  /** How many there are in all. */
  readonly total: Count;
}

/**
 * Counts that can be relied on. All calls end by `until`, and throw `JobSourceError` or `InconsistentResponseError` rather than
 * give a number that may be wrong.
 */
export interface Careful {
  /**
   * How many jobs; one request, unless the source's count cannot be used. Of one row, or of `pageSize` of them: a count
   * below that needs no trust.
   */
  count(filter: JobFilter, span: Span, until: MonotonicMs, pageSize?: number): Promise<Count>;
  /** How the jobs of a type and a service ended; one request if a page holds them, else one a state. */
  tally(filter: Omit<JobFilter, 'state'>, span: Span, until: MonotonicMs): Promise<Tally>;
  /** The jobs themselves, at most `mostRows` and no page after the first that `isWanted`, with what there are in all. */
  list(
    filter: JobFilter,
    span: Span,
    mostRows: number,
    until: MonotonicMs,
    isWanted?: (job: Job) => boolean,
  ): Promise<Listing>;
}

export function createCareful(source: Pick<JobSource, 'page'>, trust: CountTrust): Careful {
  /** One page whose rows are what was asked for. */
  async function read(query: JobQuery, until: MonotonicMs): Promise<JobPage & { countsAll: boolean }> {
    const page = await source.page(query, until);
    const { outsideSpan, otherState } = countStrays(query, page.jobs);
    if (outsideSpan > 0)
      throw new InconsistentResponseError('jobs came from outside the window that was asked for');
    if (otherState > 0) throw new InconsistentResponseError('jobs came in another state than was asked for');
    return { ...page, countsAll: trust.learn(page) };
  }

  async function list(
    filter: JobFilter,
    span: Span,
    mostRows: number,
    until: MonotonicMs,
    isWanted = (_: Job) => false,
  ): Promise<Listing> {
    const jobs: Job[] = [];
    const seen = new Set<string>();
    let pageSize = Math.min(rowsAtOnce, mostRows);
    for (let pageIndex = 0; ; pageIndex += 1) {
      const page = await read({ ...filter, span, pageIndex, pageSize }, until);
      for (const { id } of page.jobs) {
        if (id !== undefined && seen.has(id)) throw new InconsistentResponseError('a job came twice');
        if (id !== undefined) seen.add(id);
      }
      jobs.push(...page.jobs);
      const more = page.countsAll
        ? jobs.length < page.totalCount
        : page.hasMore || page.jobs.length >= pageSize;
      if (!more && page.countsAll && jobs.length > page.totalCount)
        throw new InconsistentResponseError('more jobs came than were counted');
      if (!more) return { jobs, total: { value: jobs.length, atLeast: false } };
      if (page.jobs.length === 0) throw new InconsistentResponseError('fewer jobs came than were counted');
      // A source that gives less at a time than asked for is asked for that much.
      if (page.jobs.length < pageSize && pageIndex > 0)
        throw new InconsistentResponseError('a page in the middle was short');
      pageSize = page.jobs.length;
      if (jobs.length + pageSize > mostRows || page.jobs.some(isWanted)) {
        const value = page.countsAll ? page.totalCount : jobs.length;
        return { jobs, total: { value, atLeast: !page.countsAll } };
      }
    }
  }

  async function count(filter: JobFilter, span: Span, until: MonotonicMs, pageSize = 1): Promise<Count> {
    const page = await read({ ...filter, span, pageIndex: 0, pageSize }, until);
    const isFull = page.hasMore || (page.jobs.length >= pageSize && !page.countsAll);
    const isOwn = page.totalCount <= page.jobs.length && isFull;
    if (page.jobs.length === 0 || !isOwn) return { value: page.totalCount, atLeast: false };
    return (await list(filter, span, rowsAtOnce * mostPages, until)).total;
  }

  return {
    count,
    list,
    async tally(filter, span, until) {
      const all = { ...filter, state: undefined };
      const page = await read({ ...all, span, pageIndex: 0, pageSize: rowsAtOnce }, until);
      const isWhole = page.totalCount === page.jobs.length && !page.hasMore;
      if (isWhole && (page.countsAll || page.jobs.length < rowsAtOnce)) return tallied(page.jobs, false);
      if (!page.countsAll) {
        const { jobs, total } = await list(all, span, rowsAtOnce * mostPages, until);
        return tallied(jobs, total.atLeast);
      }
      const counts = await Promise.all(
        jobStates.map(
          async state => [state, (await count({ ...filter, state }, span, until)).value] as const,
        ),
      );
      const inStates = counts.reduce((sum, [, value]) => sum + value, 0);
      if (inStates > page.totalCount)
        throw new InconsistentResponseError('the states count more jobs than there are');
      const states = Object.fromEntries(counts) as Tally['states'];
      const failed =
        states.failed > 0 && states.failed <= rowsAtOnce
          ? (await list({ ...filter, state: 'failed' }, span, rowsAtOnce, until)).jobs
          : [];
      return {
        states,
        other: page.totalCount - inStates,
        total: page.totalCount,
        atLeast: false,
        failedAt: failed.length === states.failed ? tallied(failed, false).failedAt : undefined,
      };
    },
  };
}
