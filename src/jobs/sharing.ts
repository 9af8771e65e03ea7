import pLimit from 'p-limit';
import { type JobSource, JobSourceError } from '../domain/job-source.ts';
import { type Clock, type MonotonicMs, msBetween, msUntil } from '../domain/time.ts';

/** Requests of all answers together that are under way at once, for answers that take many. */
const atOnce = 6;

/** A shared answer may time out this much earlier than the caller's own request would. */
const longestLeadMs = 1_000;

/**
 * Returns the source with equal requests sent once while one is under way. A caller shares an answer only if it ends by the
 * caller's `until`, and at most a second before it.
 */
export function shared(source: JobSource): JobSource {
  const page = sharing(source.page, query => JSON.stringify(query));
  const job = sharing(
    ({ id, location }: { id: string; location: string | undefined }, until) =>
      source.job(id, until, location),
    asked => JSON.stringify(asked),
  );
  return {
    page,
    canFindJob: until => source.canFindJob(until),
    job: (id, until, location) => job({ id, location }, until),
  };
}

/** The source with a bounded number of pages under way at once. One that waits for its turn is given up in time. */
export function bounded(source: JobSource, clock: Clock): JobSource {
  const limit = pLimit(atOnce);
  return {
    ...source,
    page: (query, until) =>
      new Promise((resolve, reject) => {
        let isOver = false;
        const timer = setTimeout(
          () => {
            isOver = true;
            reject(new JobSourceError('timed-out', 'Other requests took all the time there was.'));
          },
          msUntil(until, clock),
        );
        void limit(async () => {
          clearTimeout(timer);
          if (isOver) return;
          try {
            resolve(await source.page(query, until));
          } catch (error) {
            reject(error);
          }
        });
      }),
  };
}

function sharing<Question, Answer>(
  ask: (question: Question, until: MonotonicMs) => Promise<Answer>,
  keyOf: (question: Question) => string,
): (question: Question, until: MonotonicMs) => Promise<Answer> {
  const underWay = new Map<string, { readonly until: MonotonicMs; readonly answer: Promise<Answer> }>();
  return (question, until) => {
    const key = keyOf(question);
    const same = underWay.get(key);
    if (same && same.until <= until && msBetween(same.until, until) <= longestLeadMs) return same.answer;
    const answer = ask(question, until);
    const entry = { until, answer };
    underWay.set(key, entry);
    const done = () => {
      if (underWay.get(key) === entry) underWay.delete(key);
    };
    answer.then(done, done);
    return answer;
  };
}
