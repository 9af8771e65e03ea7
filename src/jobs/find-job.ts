import type { Job } from '../domain/job.ts';
import type { JobSource } from '../domain/job-source.ts';
import type { JobSearch } from '../domain/question.ts';
import type { EpochMs } from '../domain/time.ts';
import type { JobAnswer } from './answers.ts';
import { type Careful, rowsAtOnce } from './careful.ts';

/** Pages of rows that are looked through for one id. */
const mostPages = 10;

/** One job by its id; where the source has no such request, among the jobs of the window, a bounded number of them. */
export async function findJob(
  source: JobSource,
  careful: Careful,
  { jobId, span }: JobSearch,
  until: EpochMs,
): Promise<Pick<JobAnswer, 'job' | 'searched'>> {
  if (await source.canFindJob(until)) return { job: await source.job(jobId, until), searched: undefined };
  const all = { type: undefined, service: undefined, state: undefined };
  const isIt = ({ id }: Job) => id === jobId;
  const { jobs, total } = await careful.list(all, span, rowsAtOnce * mostPages, until, isIt);
  const job = jobs.find(isIt);
  return { job, searched: job ? undefined : { rows: jobs.length, total } };
}
