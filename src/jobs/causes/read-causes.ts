import type { JobType, Service } from '../../domain/job.ts';
import { JobSourceError } from '../../domain/job-source.ts';
import type { CausesQuestion } from '../../domain/question.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { Count } from '../answers.ts';
import { badJobsOf } from '../bad-jobs.ts';
import type { Careful } from '../careful.ts';
import type { ReadingParts } from '../health.ts';
import { createSettle, type Settle } from '../settle.ts';
import { type BadJob, type Causes, clusterErrors } from './cluster-errors.ts';

/** Why jobs of a window did not end well. */
export interface CausesAnswer extends Causes {
  readonly question: CausesQuestion;
  /** The jobs that were read: failed, partial or with exceptions; newest first. If there are too many, failed ones above all. */
  readonly bad: readonly BadJob[];
  /** How many such jobs there are; more than were read where there are too many. */
  readonly badInAll: Count;
  /** Those whose jobs could not be read. */
  readonly unread: readonly Service[];
  readonly answeredAt: EpochMs;
}

/** Jobs whose errors are read for one answer. */
export const mostJobs = 500;

/** The causes of a window, whoever asks. */
export type CausesReading = Omit<CausesAnswer, 'question' | 'answeredAt'>;

/**
 * Reads the bad jobs of each service that was seen in the last 60 days, with their errors: one request a service where
 * a page holds all its jobs, else one a state and page. A service is known only by asking for it. Ends by `until`;
 * throws the source's error where nothing could be read.
 */
export async function readCauses(
  parts: ReadingParts,
  question: CausesQuestion,
  until: EpochMs,
): Promise<CausesAnswer> {
  const failures: unknown[] = [];
  const settle = createSettle(parts.log, failures);
  const { type, service, span } = question;
  const asked = service
    ? { seen: [service], unread: [] }
    : await parts.seen.read(parts.clock.now(), until, settle);
  const reading = await causesOf(parts.careful, { type, services: asked.seen, span }, until, settle);
  const [first] = failures;
  if (reading.unread.length === asked.seen.length && first instanceof JobSourceError) throw first;
  return {
    question,
    ...reading,
    unread: [...asked.unread, ...reading.unread],
    answeredAt: parts.clock.now(),
  };
}

/** The same of these services. */
export async function causesOf(
  careful: Careful,
  { type, services, span }: CausesFilter,
  until: EpochMs,
  settle: Settle,
): Promise<CausesReading> {
  const read = await Promise.all(
    services.map(async service => {
      const listing = badJobsOf(careful, { type, service }, span, mostJobs, until);
      return { service, listing: await settle(listing, { service }) };
    }),
  );
  const bad = read
    .flatMap(({ service, listing }) => (listing?.jobs ?? []).map((job): BadJob => ({ job, service })))
    .sort((a, b) => failedFirst(a, b) || newestFirst(a, b))
    .slice(0, mostJobs)
    .sort(newestFirst);
  return {
    ...clusterErrors(bad),
    bad,
    badInAll: {
      value: read.reduce((sum, { listing }) => sum + (listing?.total.value ?? 0), 0),
      atLeast: read.some(({ listing }) => listing?.total.atLeast),
    },
    unread: read.filter(({ listing }) => !listing).map(({ service }) => service),
  };
}

function failedFirst(a: BadJob, b: BadJob): number {
  return Number(b.job.state === 'failed') - Number(a.job.state === 'failed');
}

function newestFirst(a: BadJob, b: BadJob): number {
  return (b.job.startedAt ?? 0) - (a.job.startedAt ?? 0);
}

interface CausesFilter {
  readonly type: JobType | undefined;
  readonly services: readonly Service[];
  readonly span: CausesQuestion['span'];
}
