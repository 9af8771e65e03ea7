import type { Job, JobQuery } from '../domain/job.ts';
import type { JobSource } from '../domain/job-source.ts';
import type { Clock, EpochMs } from '../domain/time.ts';
import type { JobAnswer, PageAnswer, PagePointer } from './answers.ts';
import { createCountTrust } from './count-trust.ts';
import { extentOf } from './extent.ts';
import { createPageMemory } from './page-memory.ts';
import { explainSilence } from './silence.ts';
import { countStrays } from './strays.ts';

/** Answers questions about jobs. Both calls end by `until` and throw what the source throws. */
export interface Jobs {
  /** One page; one request, and one more where the first page is empty and a state was asked for. */
  page(pointer: PagePointer, until: EpochMs): Promise<PageAnswer>;
  /** One job that a page has shown; by its id where the source knows that, else from its page. */
  job(page: PagePointer, jobId: string, until: EpochMs): Promise<JobAnswer>;
}

export function createJobs({ source, clock }: { source: JobSource; clock: Clock }): Jobs {
  const trust = createCountTrust();
  const memory = createPageMemory();

  async function onItsPage(page: PagePointer, jobId: string, until: EpochMs): Promise<Job | undefined> {
    const { jobs } = await source.page(queryOf(page), until);
    return jobs.find(({ id }) => id === jobId);
  }

  return {
    async page(pointer, until) {
      const query = queryOf(pointer);
      const page = await source.page(query, until);
      const { pageSize, ...extent } = extentOf(pointer, page, trust.learn(page));
      const question = { ...pointer.question, pageSize };
      const isEmpty = pointer.pageIndex === 0 && page.jobs.length === 0;
      return {
        ...extent,
        question,
        pageIndex: pointer.pageIndex,
        jobs: page.jobs,
        hasPrevious: pointer.pageIndex > 0,
        repeated: memory.repeats(query, page),
        strays: countStrays(question, page.jobs),
        silence: isEmpty ? await explainSilence(source, trust, question, clock.now(), until) : undefined,
        answeredAt: clock.now(),
      };
    },

    async job(page, jobId, until) {
      const byId = await source.job?.(jobId, until);
      const job = byId ?? (await onItsPage(page, jobId, until));
      return { page, jobId, job, answeredAt: clock.now() };
    },
  };
}

function queryOf({ question, pageIndex }: PagePointer): JobQuery {
  const { type, service, state, span, pageSize } = question;
  return { type, service, state, span, pageIndex, pageSize };
}
