import type { Asker } from '../domain/asker.ts';
import type { JobQuery } from '../domain/job.ts';
import type { JobSource, QueuedRequest } from '../domain/job-source.ts';
import { type MonotonicMs, msBetween } from '../domain/time.ts';
import type { AdmittedRequest, TimeSpent } from './admitted-request.ts';
import type { RequestQueue } from './request-queue.ts';

/** A shared answer may time out this much earlier than the caller's own request would. */
const longestLeadMs = 1_000;

/** Returns the source for one question. */
export type SourceFor = (asker: Asker | undefined) => JobSource;

/**
 * Returns the source with its requests queued by user, and equal requests sent once while one is in flight. A caller
 * shares an answer only if it ends by the caller's `until`, and at most a second before it. Rejects with what `admit`
 * throws.
 */
export function shared(source: JobSource, queue: RequestQueue): SourceFor {
  const page = sharing(
    queue,
    (query: JobQuery, until, queued) => source.page(query, until, queued),
    query => JSON.stringify(query),
  );
  const job = sharing(
    queue,
    ({ id, location }: { id: string; location: string | undefined }, until, queued) =>
      source.job(id, until, location, queued),
    asked => JSON.stringify(asked),
  );
  const canFindJob = sharing(
    queue,
    (_: 'canFindJob', until, queued) => source.canFindJob(until, queued),
    asked => asked,
  );
  return asker => {
    const question = { asker, spent: { waitedMs: 0, sentMs: 0 } };
    return {
      page: (query, until) => page(query, until, question),
      canFindJob: until => canFindJob('canFindJob', until, question),
      job: (id, until, location) => job({ id, location }, until, question),
    };
  };
}

interface Sharing<Answer> {
  readonly until: MonotonicMs;
  readonly request: AdmittedRequest;
  readonly answer: Promise<Answer>;
}

function sharing<Asked, Answer>(
  queue: RequestQueue,
  ask: (asked: Asked, until: MonotonicMs, queued: QueuedRequest) => Promise<Answer>,
  keyOf: (asked: Asked) => string,
) {
  const inFlight = new Map<string, Sharing<Answer>>();
  return async (
    asked: Asked,
    until: MonotonicMs,
    { asker, spent }: { readonly asker: Asker | undefined; readonly spent: TimeSpent },
  ): Promise<Answer> => {
    const key = keyOf(asked);
    const same = inFlight.get(key);
    if (same && same.until <= until && msBetween(same.until, until) <= longestLeadMs) {
      same.request.share(asker);
      return same.answer;
    }
    const request = queue.admit(asker, spent);
    const entry = { until, request, answer: ended(request, () => ask(asked, until, request)) };
    inFlight.set(key, entry);
    const done = () => {
      if (inFlight.get(key) === entry) inFlight.delete(key);
    };
    entry.answer.then(done, done);
    return entry.answer;
  };
}

/** Ends a request when its answer arrives or fails. */
export async function ended<Answer>(request: AdmittedRequest, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } finally {
    request.end();
  }
}
