import type { JobType, Service } from '../../domain/job.ts';
import type { CausesQuestion } from '../../domain/question.ts';
import type { EpochMs } from '../../domain/time.ts';
import { badJobsOf } from '../bad-jobs.ts';
import type { Careful } from '../careful.ts';
import type { Settle } from '../settle.ts';
import type { BadJob } from './cluster-errors.ts';
import { type CausesReading, mostJobs, readingOf } from './read-causes.ts';

interface CausesFilter {
  readonly type: JobType | undefined;
  readonly services: readonly Service[];
  readonly span: CausesQuestion['span'];
}

/**
 * Reads the bad jobs of these services with their errors, for a digest: one request a service if a page holds all its jobs,
 * else one a state and page. A service is known only by asking for it. Ends by `until`.
 */
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
  const all = read.flatMap(({ service, listing }) =>
    (listing?.jobs ?? []).map((job): BadJob => ({ job, service })),
  );
  return {
    ...readingOf(all),
    badInAll: {
      value: read.reduce((sum, { listing }) => sum + (listing?.total.value ?? 0), 0),
      atLeast: read.some(({ listing }) => listing?.total.atLeast),
    },
    unread: read.filter(({ listing }) => !listing).map(({ service }) => service),
  };
}
