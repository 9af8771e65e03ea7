import { badStates, isBad, type JobFilter } from '../domain/job.ts';
import type { EpochMs, Span } from '../domain/time.ts';
import { type Careful, type Listing, rowsAtOnce } from './careful.ts';

/**
 * The jobs of a filter that did not end well, at most so many of each bad end: one request where a page holds all jobs,
 * else one a state and page.
 */
export async function badJobsOf(
  careful: Careful,
  filter: Omit<JobFilter, 'state'>,
  span: Span,
  mostRows: number,
  until: EpochMs,
): Promise<Listing> {
  const first = await careful.list({ ...filter, state: undefined }, span, rowsAtOnce, until);
  if (first.jobs.length === first.total.value && !first.total.atLeast) {
    const jobs = first.jobs.filter(({ state }) => isBad(state));
    return { jobs, total: { value: jobs.length, atLeast: false } };
  }
  const lists = await Promise.all(
    badStates.map(state => careful.list({ ...filter, state }, span, mostRows, until)),
  );
  return {
    jobs: lists.flatMap(({ jobs }) => jobs),
    total: {
      value: lists.reduce((sum, { total }) => sum + total.value, 0),
      atLeast: lists.some(({ total }) => total.atLeast),
    },
  };
}
