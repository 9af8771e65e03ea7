import type { Service } from '../domain/job.ts';
import { JobSourceError } from '../domain/job-source.ts';
import type { CompareQuestion, Window } from '../domain/question.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Count } from './answers.ts';
import type { ReadingParts } from './health.ts';
import { createSettle } from './settle.ts';

/** The jobs of the two windows; undefined where they could not be counted. */
export interface Pair {
  readonly here: Count | undefined;
  readonly there: Count | undefined;
}

export interface CompareAnswer {
  readonly question: CompareQuestion;
  readonly total: Pair;
  /** Those that have any, or could not be counted; empty where one service was asked for. */
  readonly services: readonly (Pair & { readonly service: Service })[];
  readonly answeredAt: EpochMs;
}

/**
 * Counts the jobs of two windows: two requests, and two more for each service that was seen in the last 60 days. Ends
 * by `until`. Throws the source's error where nothing could be counted.
 */
export async function readComparison(
  { careful, seen, clock, log }: ReadingParts,
  question: CompareQuestion,
  until: EpochMs,
): Promise<CompareAnswer> {
  const failures: unknown[] = [];
  const settle = createSettle(log, failures);
  const { type, state, window, other } = question;
  const pairOf = async (service: Service | undefined): Promise<Pair> => {
    const count = ({ span }: Window) =>
      settle(careful.count({ type, service, state }, span, until), { service });
    const [here, there] = await Promise.all([count(window), count(other)]);
    return { here, there };
  };
  const total = await pairOf(question.service);
  const [first] = failures;
  if (failures.length === 2 && first instanceof JobSourceError) throw first;

  const { seen: those, unread } = question.service
    ? { seen: [], unread: [] }
    : await seen.read(clock.now(), until, settle);
  const services = await Promise.all(
    [...those, ...unread].map(async service => ({ service, ...(await pairOf(service)) })),
  );
  const hasAny = ({ here, there }: Pair) => here?.value !== 0 || there?.value !== 0;
  return { question, total, services: services.filter(hasAny), answeredAt: clock.now() };
}
