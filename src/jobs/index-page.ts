import type { Service } from '../domain/job.ts';
import type { Question } from '../domain/question.ts';
import type { Clock, EpochMs, MonotonicMs, Span } from '../domain/time.ts';
import { readAtOf } from '../job-index/queries/doubt.ts';
import { jobOf } from '../job-index/queries/runs.ts';
import { type Run, startOf } from '../job-index/run.ts';
import type { IndexView } from '../job-index/view.ts';
import type { EmptyReason, PageAnswer, PagePointer } from './answers.ts';
import { doubtfulServices, runsOfFilter } from './count.ts';
import { countOfSelection } from './count-list.ts';
import { spanBehind } from './empty-reason.ts';
import { extentOf } from './extent.ts';
import { firstInOrder } from './first-in-order.ts';
import { servicesOf } from './indexed-run.ts';
import {
  inOrderOf,
  isAskedService,
  type ListQuestion,
  neededSince,
  selectRuns,
  unattributedIn,
} from './select-runs.ts';
import { questionOfTabs, tabsBeside } from './tabs.ts';
import { tallied } from './tally.ts';
import { waitForIndex } from './wait-for-index.ts';

/**
 * Returns a page of the job index's list: exactly the runs that an overview counts, newest first or as asked for, without
 * a request. Waits until the window was read, but answers by `until`.
 */
export async function readIndexPage(
  { index, clock }: { readonly index: IndexView; readonly clock: Clock },
  pointer: PagePointer,
  until: MonotonicMs,
): Promise<PageAnswer> {
  const { question, pageIndex } = pointer;
  const { pageSize, narrowed } = question;
  const { limit = Number.POSITIVE_INFINITY } = narrowed ?? {};
  await waitForPage({ index, clock }, question, until);
  const now = clock.now();
  const selection = selectRuns(index, question, now);
  const { runs, unknownLengths, unreadErrors } = selection;
  const count = Math.min(limit, runs.length);
  const last = Math.min(limit, (pageIndex + 1) * pageSize);
  const page = firstInOrder(runs, inOrderOf(question, now), last).slice(pageIndex * pageSize);
  const jobs = page.map(jobOf);
  const { pageSize: _, ...extent } = extentOf(pointer, { jobs, totalCount: count, hasMore: false }, true);
  const since = doubtFrom(pointer, runs, now);
  const doubtful = doubtfulServices(index, question, since, now).filter(({ service }) =>
    isAskedService(question, service),
  );
  const span = narrowed?.length ? question.span : { ...question.span, from: since };
  const unattributed = unattributedIn(index, { ...question, span }, now);
  const isCertain = unreadErrors === 0 && unattributed === 0 && doubtful.length === 0;
  const total = { ...extent.total, atLeast: extent.total.atLeast || (!isCertain && count < limit) };
  const tabs = tabsBeside(pointer, total, filter =>
    countOfSelection(selectRuns(index, { ...question, ...filter }, now)),
  );
  const isEmpty = pageIndex === 0 && jobs.length === 0;
  return {
    ...extent,
    total,
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
      : doubtful.length + unattributed > 0
        ? { kind: 'unknown' }
        : emptyReasonOf(index, { ...pointer, tabs }, now),
    ...(narrowed && { unknownLengths, unreadErrors }),
    readAt: readAtOf(index, question.type ?? 'all'),
    unattributed,
    doubtful,
    answeredAt: now,
  };
}

const dayMs = 24 * 3_600_000;

/** Waits until the window was read; for the latest few, only until their time was. */
async function waitForPage(
  { index, clock }: { readonly index: IndexView; readonly clock: Clock },
  { narrowed, ...question }: Question,
  until: MonotonicMs,
): Promise<void> {
  const { span, type } = question;
  const now = clock.now();
  const from = neededSince({ span, narrowed }) ?? now;
  const { limit = 0, length, order } = narrowed ?? {};
  if (order === 'latest' && limit > 0 && !length && span.from !== undefined) {
    const near = Math.max(from, now - dayMs);
    await waitForIndex(index, { from: near, type }, until);
    const found = selectRuns(index, { ...question, narrowed, span: { ...span, from: near } }, now);
    if (found.runs.length >= limit) return;
  }
  await waitForIndex(index, { from, type }, until);
}

/**
 * Returns since when the index must be known for a list to be whole. The last five are whole if nothing since the
 * fifth of them is missing.
 */
function doubtFrom({ question }: PagePointer, runs: readonly Run[], now: EpochMs): EpochMs | undefined {
  const { span, narrowed } = question;
  if (span.from === undefined || !narrowed || narrowed.length) return neededSince(question);
  const { limit, order, error } = narrowed;
  if (order !== 'latest' || limit === undefined || runs.length < limit || error) return span.from;
  const oldest = firstInOrder(runs, inOrderOf(question, now), limit).at(-1);
  return oldest ? Math.max(span.from, startOf(oldest)) : span.from;
}

/** Returns why a list, or all of its tabs, are empty. A run without a known service may be one of those asked for. */
function emptyReasonOf(index: IndexView, pointer: PagePointer, now: EpochMs): EmptyReason {
  const { question } = pointer;
  const { span, lastHours } = spanBehind(question, now);
  const narrow = narrowReasonOf(index, pointer, now);
  if (narrow) return narrow;
  const all = { type: question.type, service: undefined, state: undefined };
  const hasUnknownService = runsOfFilter(index, all, span, now).some(run => run.services.length === 0);
  if (hasUnknownService && !question.narrowed?.without) return { kind: 'unknown' };
  const isOfStates = question.state !== undefined || (question.narrowed?.among?.states.length ?? 0) > 0;
  if (!isOfStates) return { kind: 'nothingRan', lastHours };
  const ran = servicesBehind(question, pointer).flatMap(service =>
    selectRuns(index, behindOf(question, service, span), now).runs.map(jobOf),
  );
  const { other, states, total } = tallied(ran, false);
  if (other > 0) return { kind: 'unknown' };
  if (total === 0) return { kind: 'nothingRan', lastHours };
  const count = { value: total, atLeast: false };
  return { kind: 'othersRan', count, lastHours, running: { value: states.inProgress, atLeast: false } };
}

/** Returns the question about jobs in any state, with what is left out left out. */
function behindOf(question: Question, service: Service | undefined, span: Span): ListQuestion {
  const { type, narrowed } = question;
  const { without, among } = narrowed ?? {};
  return {
    type,
    service,
    state: undefined,
    span,
    narrowed: {
      without: without && { ...without, states: [] },
      among: among && { ...among, states: [] },
    },
  };
}

/** Returns the reason if jobs were considered and none is long enough, has the error or is left in. */
function narrowReasonOf(
  index: IndexView,
  { question, tabs }: PagePointer,
  now: EpochMs,
): EmptyReason | undefined {
  const { narrowed } = question;
  if (!narrowed) return undefined;
  const isAllEmpty = tabs?.every(({ count }) => !count?.value) === true;
  const parts = isAllEmpty ? tabs : [question];
  const read = parts.map(({ service, state }) => selectRuns(index, { ...question, service, state }, now));
  const isLeftOut = (narrowed.without?.states.length ?? 0) > 0;
  const behind = isLeftOut
    ? selectRuns(index, behindOf(question, question.service, question.span), now)
    : undefined;
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
  const considered = sum(read.map(one => one.considered)) || (behind?.considered ?? 0);
  if (considered === 0 && !narrowed.length) return undefined;
  return {
    kind: 'noneNarrowed',
    considered,
    unreadErrors: sum(read.map(one => one.unreadErrors)),
    unknownLengths: sum(read.map(one => one.unknownLengths)),
  };
}

function servicesBehind(question: Question, { tabs }: PagePointer): readonly (Service | undefined)[] {
  const isAllEmpty = tabs?.every(({ count }) => count?.value === 0);
  const named = isAllEmpty ? questionOfTabs({ question, tabs }).services : [];
  return named.length > 0 ? named : [question.service];
}
