import type { Service } from '../domain/job.ts';
import type { Question } from '../domain/question.ts';
import type { Clock, EpochMs, MonotonicMs } from '../domain/time.ts';
import { readAtOf } from '../job-index/queries/doubt.ts';
import { jobOf } from '../job-index/queries/runs.ts';
import { type Run, startOf } from '../job-index/run.ts';
import type { IndexView } from '../job-index/view.ts';
import type { EmptyReason, PageAnswer, PagePointer } from './answers.ts';
import { doubtfulServices, runsOfFilter } from './count.ts';
import { spanBehind } from './empty-reason.ts';
import { extentOf } from './extent.ts';
import { servicesOf } from './indexed-run.ts';
import { questionOfTabs, tabsBeside } from './tabs.ts';
import { tallied } from './tally.ts';
import { waitForIndex } from './wait-for-index.ts';

/**
 * Returns a page of the job index's list: exactly the runs that an overview counts, newest first, without a request.
 * Waits until the window was read, but answers by `until`.
 */
export async function readIndexPage(
  { index, clock }: { readonly index: IndexView; readonly clock: Clock },
  pointer: PagePointer,
  until: MonotonicMs,
): Promise<PageAnswer> {
  const { question, pageIndex } = pointer;
  const { span, pageSize } = question;
  await waitForIndex(index, { from: span.from ?? clock.now(), type: question.type }, until);
  const now = clock.now();
  const runs = runsOfFilter(index, question, span, now).toSorted(newestFirst);
  const jobs = runs.slice(pageIndex * pageSize, (pageIndex + 1) * pageSize).map(jobOf);
  const { pageSize: _, ...extent } = extentOf(
    pointer,
    { jobs, totalCount: runs.length, hasMore: false },
    true,
  );
  const tabs = tabsBeside(pointer, extent.total, filter => ({
    value: runsOfFilter(index, filter, span, now).length,
    atLeast: false,
  }));
  const doubtful = doubtfulServices(index, question, span.from, now);
  const isEmpty = pageIndex === 0 && jobs.length === 0;
  return {
    ...extent,
    question,
    pageIndex,
    from: 'index',
    tabs,
    lead: pointer.lead,
    jobs,
    services: jobs.map(job => servicesOf(index, job, now)),
    hasPrevious: pageIndex > 0,
    twice: 0,
    isFirstPageRepeated: false,
    strays: { outsideSpan: 0, otherState: 0 },
    silence: !isEmpty
      ? undefined
      : doubtful.length > 0
        ? { kind: 'unknown' }
        : emptyReasonOf(index, { ...pointer, tabs }, now),
    readAt: readAtOf(index),
    doubtful,
    answeredAt: now,
  };
}

/** Sorts runs of the same moment by id, so that pages are stable. */
function newestFirst(a: Run, b: Run): number {
  const [first, second] = [a.job.id ?? a.key, b.job.id ?? b.key];
  return startOf(b) - startOf(a) || (first < second ? -1 : first > second ? 1 : 0);
}

/** Returns why a list, or all of its tabs, are empty. A run without a known service may be one of those asked for. */
function emptyReasonOf(index: IndexView, pointer: PagePointer, now: EpochMs): EmptyReason {
  const { question } = pointer;
  const { span, lastHours } = spanBehind(question, now);
  const all = { type: question.type, service: undefined, state: undefined };
  const hasUnknownService = runsOfFilter(index, all, span, now).some(run => run.services.length === 0);
  if (hasUnknownService) return { kind: 'unknown' };
  if (question.state === undefined) return { kind: 'nothingRan', lastHours };
  const ran = servicesBehind(question, pointer).flatMap(service =>
    runsOfFilter(index, { type: question.type, service, state: undefined }, span, now).map(jobOf),
  );
  const { other, states, total } = tallied(ran, false);
  if (other > 0) return { kind: 'unknown' };
  if (total === 0) return { kind: 'nothingRan', lastHours };
  const count = { value: total, atLeast: false };
  return { kind: 'othersRan', count, lastHours, running: { value: states.inProgress, atLeast: false } };
}

function servicesBehind(question: Question, { tabs }: PagePointer): readonly (Service | undefined)[] {
  const isAllEmpty = tabs?.every(({ count }) => count?.value === 0);
  const named = isAllEmpty ? questionOfTabs({ question, tabs }).services : [];
  return named.length > 0 ? named : [question.service];
}
