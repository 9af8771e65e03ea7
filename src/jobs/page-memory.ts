import type { JobPage, JobQuery } from '../domain/job.ts';

/** A page or two of each of the lists that are being read just now. */
const keptAtMost = 500;

/**
 * Notices a service that gives the same page twice, as one does that calls its first page 1 and is asked for page 0. Kept
 * in memory, so it is a help and no proof.
 */
export interface PageMemory {
  /** Takes in a page; true if the page before it had the very same jobs. */
  repeats(query: JobQuery, page: JobPage): boolean;
}

export function createPageMemory(): PageMemory {
  const kept = new Map<string, string>();
  return {
    repeats(query, { jobs }) {
      const { pageIndex, ...list } = query;
      const key = (index: number) => JSON.stringify([list, index]);
      const ids = JSON.stringify(jobs.map(({ id }) => id));
      if (kept.size >= keptAtMost) kept.clear();
      kept.set(key(pageIndex), ids);
      return jobs.some(({ id }) => id !== undefined) && kept.get(key(pageIndex - 1)) === ids;
    },
  };
}
