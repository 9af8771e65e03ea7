import type { Job } from '../domain/job.ts';
import type { JobSource } from '../domain/job-source.ts';
import type { JobSearch } from '../domain/question.ts';
import type { MonotonicMs } from '../domain/time.ts';
import { type Run, startOf } from '../job-index/run.ts';
import type { IndexView } from '../job-index/view.ts';
import type { JobAnswer } from './answers.ts';
import { rowsAtOnce, type VerifiedReader } from './verified-reader.ts';

/** Limit of pages to search for one id. */
const mostPages = 10;

export interface FindParts {
  readonly source: JobSource;
  readonly careful: VerifiedReader;
  readonly index: Pick<IndexView, 'mirror'>;
}

/**
 * Finds one job by its id. AvePoint's request for one job may know the central location only, and one of its two APIs
 * has no such request. So a job that isn't found that way is searched in the second of its start, if the index knows
 * that, and then among the jobs of the window, up to a limit.
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
  const isWanted = ({ id }: Job) => id === jobId;
  const { jobs, total } = await careful.list(all, span, rowsAtOnce * mostPages, until, isWanted);
  const job = jobs.find(isWanted);
  return { job, searched: job ? undefined : { rows: jobs.length, total } };
}

type KnownRuns = Pick<IndexView, 'mirror'>;

/**
 * Reads a job by its id, in its location if the index knows that. Returns undefined if the source has no such request,
 * or doesn't find the job.
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
 * Searches a job with one request, for a list of the second of its start, with its service and location. Returns
 * undefined, without a request, if the index doesn't know the job.
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

/** Returns the latest of the runs with this id. */
function latestRun({ mirror }: KnownRuns, jobId: string): Run | undefined {
  const [latest] = mirror.withId(jobId).toSorted((a, b) => startOf(b) - startOf(a));
  return latest;
}
