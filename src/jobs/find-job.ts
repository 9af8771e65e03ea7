import type { Job } from '../domain/job.ts';
import type { JobSource } from '../domain/job-source.ts';
import type { JobSearch } from '../domain/question.ts';
import type { MonotonicMs } from '../domain/time.ts';
import { type Run, startOf } from '../job-index/run.ts';
import type { IndexView } from '../job-index/view.ts';
import type { JobAnswer } from './answers.ts';
import { type Careful, rowsAtOnce } from './verified-reader.ts';

/** Pages of rows that are looked through for one id. */
const mostPages = 10;

export interface FindParts {
  readonly source: JobSource;
  readonly careful: Careful;
  readonly index: Pick<IndexView, 'mirror'>;
}

/**
 * Finds one job by its id. AvePoint's request for one job may know the central location only, and one of its two shapes has no
 * such request. So a job that isn't found that way is looked for in the second of its start, if the index knows that, and then
 * among the jobs of the window, a bounded number of them.
 */
export async function findJob(
  { source, careful, index }: FindParts,
  { jobId, span }: JobSearch,
  until: MonotonicMs,
): Promise<Pick<JobAnswer, 'job' | 'searched'>> {
  const found =
    (await findById(source, index, jobId, until)) ?? (await findByStart(source, index, jobId, until));
  if (found) return { job: found, searched: undefined };
  const all = { type: undefined, service: undefined, state: undefined };
  const isIt = ({ id }: Job) => id === jobId;
  const { jobs, total } = await careful.list(all, span, rowsAtOnce * mostPages, until, isIt);
  const job = jobs.find(isIt);
  return { job, searched: job ? undefined : { rows: jobs.length, total } };
}

type KnownRuns = Pick<IndexView, 'mirror'>;

/**
 * Asks for a job by its id, in its location if the index knows that. Returns undefined if the source has no such request, or
 * doesn't find the job.
 */
export async function findById(
  source: JobSource,
  index: KnownRuns,
  jobId: string,
  until: MonotonicMs,
): Promise<Job | undefined> {
  if (!(await source.canFindJob(until))) return undefined;
  return source.job(jobId, until, latestRun(index, jobId)?.location);
}

/**
 * Looks for a job with one request: a list of the second of its start, of its service and location. Returns undefined, without a
 * request, if the index doesn't know the job.
 */
export async function findByStart(
  source: JobSource,
  index: KnownRuns,
  jobId: string,
  until: MonotonicMs,
): Promise<Job | undefined> {
  const run = latestRun(index, jobId);
  const startedAt = run?.job.startedAt;
  if (!run || startedAt === undefined) return undefined;
  const { type, services, location } = run;
  const service = services.length === 1 ? services[0] : undefined;
  const from = Math.floor(startedAt / 1000) * 1000;
  const span = { from, to: from + 1000 };
  const query = { type, service, state: undefined, span, location, pageIndex: 0, pageSize: rowsAtOnce };
  const { jobs } = await source.page(query, until);
  return jobs.find(({ id }) => id === jobId);
}

/** The last of the runs that AvePoint has given this id. */
function latestRun({ mirror }: KnownRuns, jobId: string): Run | undefined {
  const [latest] = mirror.withId(jobId).toSorted((a, b) => startOf(b) - startOf(a));
  return latest;
}
