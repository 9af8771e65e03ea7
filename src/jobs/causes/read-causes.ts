import type { Service } from '../../domain/job.ts';
import { JobSourceError } from '../../domain/job-source.ts';
import type { CausesQuestion } from '../../domain/question.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { Count } from '../answers.ts';
import { type Listing, rowsAtOnce } from '../careful.ts';
import type { HealthParts } from '../health.ts';
import { createSettle } from '../settle.ts';
import { type BadJob, type Causes, clusterErrors } from './cluster-errors.ts';

/** Why jobs of a window did not end well. */
export interface CausesAnswer extends Causes {
  readonly question: CausesQuestion;
  /** The jobs that were read: failed, partial or with exceptions; newest first. */
  readonly bad: readonly BadJob[];
  /** How many such jobs there are; more than were read where there are too many. */
  readonly badInAll: Count;
  /** Those whose jobs could not be read. */
  readonly unread: readonly Service[];
  readonly answeredAt: EpochMs;
}

/** Jobs whose errors are read for one answer. */
export const mostJobs = 500;
const badStates = ['failed', 'partiallyFinished', 'finishedWithException'] as const;

/**
 * Reads the bad jobs of each service that was seen in the last 60 days, with their errors: one request a service where
 * a page holds all its jobs, else one a state and page. A service is known only by asking for it. Ends by `until`;
 * throws the source's error where nothing could be read.
 */
export async function readCauses(
  { careful, seen, clock, log }: HealthParts,
  question: CausesQuestion,
  until: EpochMs,
): Promise<CausesAnswer> {
  const failures: unknown[] = [];
  const settle = createSettle(log, failures);
  const { type, span } = question;

  /** A service's bad jobs, at most so many. */
  const badOf = async (service: Service): Promise<Listing> => {
    const all = { type, service, state: undefined };
    const first = await careful.list(all, span, rowsAtOnce, until);
    const isBad = ({ state }: { state: unknown }) => badStates.some(bad => bad === state);
    if (first.jobs.length === first.total.value && !first.total.atLeast) {
      const jobs = first.jobs.filter(isBad);
      return { jobs, total: { value: jobs.length, atLeast: false } };
    }
    const lists = await Promise.all(
      badStates.map(state => careful.list({ type, service, state }, span, mostJobs, until)),
    );
    return {
      jobs: lists.flatMap(({ jobs }) => jobs),
      total: {
        value: lists.reduce((sum, { total }) => sum + total.value, 0),
        atLeast: lists.some(({ total }) => total.atLeast),
      },
    };
  };

  const { service } = question;
  const asked = service ? { seen: [service], unread: [] } : await seen.read(clock.now(), until, settle);
  const read = await Promise.all(
    asked.seen.map(async one => ({ service: one, listing: await settle(badOf(one), { service: one }) })),
  );
  const [first] = failures;
  if (read.every(({ listing }) => !listing) && first instanceof JobSourceError) throw first;

  const bad = read
    .flatMap(({ service, listing }) => (listing?.jobs ?? []).map((job): BadJob => ({ job, service })))
    .sort((a, b) => (b.job.startedAt ?? 0) - (a.job.startedAt ?? 0))
    .slice(0, mostJobs);
  return {
    ...clusterErrors(bad),
    question,
    bad,
    badInAll: {
      value: read.reduce((sum, { listing }) => sum + (listing?.total.value ?? 0), 0),
      atLeast: read.some(({ listing }) => listing?.total.atLeast),
    },
    unread: [...asked.unread, ...read.filter(({ listing }) => !listing).map(({ service }) => service)],
    answeredAt: clock.now(),
  };
}
