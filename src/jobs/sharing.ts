import pLimit from 'p-limit';
import type { JobPage } from '../domain/job.ts';
import type { JobSource } from '../domain/job-source.ts';
import type { EpochMs } from '../domain/time.ts';

/** Requests of all answers together that are under way at once. */
const atOnce = 6;

/**
 * The source, for answers that take many requests: a bounded number at once, and what is asked while the same is
 * under way is asked once. An answer is waited for only where it comes within one's own time.
 */
export function shared(source: JobSource): Pick<JobSource, 'page'> {
  const limit = pLimit(atOnce);
  const underWay = new Map<string, { readonly until: EpochMs; readonly answer: Promise<JobPage> }>();
  return {
    page(query, until) {
      const key = JSON.stringify(query);
      const same = underWay.get(key);
      if (same && same.until <= until) return same.answer;
      const answer = limit(() => source.page(query, until));
      const entry = { until, answer };
      underWay.set(key, entry);
      const done = () => {
        if (underWay.get(key) === entry) underWay.delete(key);
      };
      answer.then(done, done);
      return answer;
    },
  };
}
