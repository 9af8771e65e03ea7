import type { JobQuery } from '../domain/job.ts';
import type { JobSource } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import type { Question } from '../domain/question.ts';
import type { Clock, MonotonicMs } from '../domain/time.ts';
import type { IndexView } from '../job-index/view.ts';
import type { EmptyReason, PageAnswer, PagePointer } from './answers.ts';
import { countOf } from './count.ts';
import type { CountTrust } from './count-trust.ts';
import { explainEmptyPage } from './empty-reason.ts';
import { extentOf } from './extent.ts';
import { createFirstPageCheck } from './first-page-check.ts';
import { servicesOf } from './indexed-run.ts';
import { isMissingIn } from './missing-end.ts';
import { createPageMemory } from './page-memory.ts';
import { explainEmptyTabs, tabsBeside } from './tabs.ts';
import { countUnexpectedJobs } from './unexpected-jobs.ts';
import type { VerifiedReader } from './verified-reader.ts';

export interface LivePagesParts {
  readonly index: IndexView;
  readonly trust: CountTrust;
  readonly clock: Clock;
  readonly log: Log;
}

/** The source for one question. */
export interface LiveSource {
  readonly source: JobSource;
  readonly careful: VerifiedReader;
}

/** Reads pages of AvePoint's own lists; see `Jobs.page`. */
export function createLivePages({ index, trust, clock, log }: LivePagesParts) {
  const memory = createPageMemory();
  const firstPage = createFirstPageCheck(log);

  /** Returns why a first page, or all of its tabs, are empty. */
  function emptyReasonOf(
    { source, careful }: LiveSource,
    pointer: PagePointer,
    question: Question,
    until: MonotonicMs,
  ): Promise<EmptyReason> {
    const allEmpty = pointer.tabs?.every(({ count }) => count?.value === 0);
    return allEmpty
      ? explainEmptyTabs({ careful, log }, pointer, clock.now(), until)
      : explainEmptyPage({ source, trust, careful, log }, question, clock.now(), until);
  }

  return async (live: LiveSource, pointer: PagePointer, until: MonotonicMs): Promise<PageAnswer> => {
    const { pageIndex, lead } = pointer;
    const { jobs, ...page } = await firstPage.read(live.source, queryOf(pointer), until);
    const { pageSize, ...extent } = extentOf(pointer, { jobs, ...page }, trust.learn({ jobs, ...page }));
    const now = clock.now();
    const question = { ...pointer.question, pageSize };
    const { firstTotal } = extent;
    const isBeginning = pointer.firstTotal === undefined;
    const walked = memory.see({ filter: question, ...question, firstTotal, pageIndex, jobs, isBeginning });
    const isFirstPageRepeated = firstPage.isRepeated() && (pageIndex > 0 || extent.hasNext);
    // When the reader is woken, it reads backups.
    const isOfBackups = question.type === undefined || question.type === 'backup';
    if (isOfBackups && isMissingIn(index, jobs, now)) index.wake();
    const tabs = tabsBeside(pointer, extent.total, filter => countOf(index, filter, question.span, now));
    const isEmpty = pageIndex === 0 && jobs.length === 0;
    return {
      ...extent,
      question,
      pageIndex,
      tabs,
      lead,
      jobs,
      services: jobs.map(job => servicesOf(index, job, now)),
      hasPrevious: pageIndex > 0,
      // A repeated first page isn't a change.
      changed: extent.changed || (walked.hasMoved && !isFirstPageRepeated),
      twice: isFirstPageRepeated ? 0 : walked.twice,
      isFirstPageRepeated,
      strays: countUnexpectedJobs(question, jobs),
      silence: isEmpty ? await emptyReasonOf(live, { ...pointer, tabs }, question, until) : undefined,
      answeredAt: clock.now(),
    };
  };
}

/** Returns the request for a page. */
export function queryOf({ question, pageIndex }: PagePointer): JobQuery {
  const { type, service, state, span, pageSize } = question;
  return { type, service, state, span, pageIndex, pageSize };
}
