import { type Job, type JobFilter, type JobPage, type JobQuery, jobStates } from '../domain/job.ts';
import type { JobSource } from '../domain/job-source.ts';
import type { MonotonicMs, Span } from '../domain/time.ts';
import type { Count } from './answers.ts';
import type { CountTrust } from './count-trust.ts';
import { type Tally, tallied } from './tally.ts';
import { countUnexpectedJobs } from './unexpected-jobs.ts';

/** Rows of one request. */
export const rowsAtOnce = 100;
/** Limit of pages to read if the source's count can't be used; further jobs make the count a lower limit. */
const mostPages = 5;

/** The source's response contradicts the request, so its numbers can't be used. The message is for the log. */
export class InconsistentResponseError extends Error {
  override readonly name = 'InconsistentResponseError';
}

/** All jobs of a filter and a span, or the first of them. */
interface Listing {
  readonly jobs: readonly Job[];
  /** The total number. */
  readonly total: Count;
}

/**
 * Reads jobs and verifies counts. All calls end by `until`, and throw `JobSourceError` or `InconsistentResponseError`
 * rather than return a number that may be wrong.
 */
export interface VerifiedReader {
  /**
   * Counts jobs, with one request unless the source's count can't be used. The request is for one row, or for
   * `pageSize` rows: a count below that needs no trust.
   */
  count(filter: JobFilter, span: Span, until: MonotonicMs, pageSize?: number): Promise<Count>;
  /**
   * Counts the jobs of a type and a service by state, with one request if they fit on a page, else one for each state.
   */
  tally(filter: Omit<JobFilter, 'state'>, span: Span, until: MonotonicMs): Promise<Tally>;
  /**
   * Returns the jobs, at most `mostRows` and no page after the first with a job that `isWanted`, with the total number.
   */
  list(
    filter: JobFilter,
    span: Span,
    mostRows: number,
    until: MonotonicMs,
    isWanted?: (job: Job) => boolean,
  ): Promise<Listing>;
}

export function createVerifiedReader(source: Pick<JobSource, 'page'>, trust: CountTrust): VerifiedReader {
  /** Reads one page, and checks that its rows match the request. */
  async function read(query: JobQuery, until: MonotonicMs): Promise<JobPage & { countsAll: boolean }> {
    const page = await source.page(query, until);
    const { outsideSpan, otherState } = countUnexpectedJobs(query, page.jobs);
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
      // If the source's own page size is smaller, further pages have that.
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

  /** Counts each state with a request of its own, for lists that don't fit on a page. */
  async function tallyByState(
    filter: Omit<JobFilter, 'state'>,
    span: Span,
    total: number,
    until: MonotonicMs,
  ): Promise<Tally> {
    const counts = await Promise.all(
      jobStates.map(async state => [state, (await count({ ...filter, state }, span, until)).value] as const),
    );
    const inStates = counts.reduce((sum, [, value]) => sum + value, 0);
    if (inStates > total) throw new InconsistentResponseError('the states count more jobs than there are');
    const states = Object.fromEntries(counts) as Tally['states'];
    const failed =
      states.failed > 0 && states.failed <= rowsAtOnce
        ? (await list({ ...filter, state: 'failed' }, span, rowsAtOnce, until)).jobs
        : [];
    return {
      states,
      other: total - inStates,
      total,
      atLeast: false,
      failedAt: failed.length === states.failed ? tallied(failed, false).failedAt : undefined,
    };
  }

  async function tally(filter: Omit<JobFilter, 'state'>, span: Span, until: MonotonicMs): Promise<Tally> {
    const all = { ...filter, state: undefined };
    const page = await read({ ...all, span, pageIndex: 0, pageSize: rowsAtOnce }, until);
    const isWhole = page.totalCount === page.jobs.length && !page.hasMore;
    if (isWhole && (page.countsAll || page.jobs.length < rowsAtOnce)) return tallied(page.jobs, false);
    if (page.countsAll) return tallyByState(filter, span, page.totalCount, until);
    const { jobs, total } = await list(all, span, rowsAtOnce * mostPages, until);
    return tallied(jobs, total.atLeast);
  }

  return { count, list, tally };
}
