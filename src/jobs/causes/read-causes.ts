import { isBad, type JobType, type Service } from '../../domain/job.ts';
import { type CausesQuestion, servicesOf } from '../../domain/question.ts';
import type { EpochMs, MonotonicMs } from '../../domain/time.ts';
import { type DoubtfulService, readAtOf } from '../../job-index/queries/doubt.ts';
import { jobOf, runsOf, wholeHistoryMs } from '../../job-index/queries/runs.ts';
import type { IndexView } from '../../job-index/view.ts';
import type { Count } from '../answers.ts';
import { doubtfulServices } from '../count.ts';
import type { OverviewParts } from '../health.ts';
import { latest } from '../stopped.ts';
import { waitForIndex } from '../wait-for-index.ts';
import { type BadJob, type Causes, clusterErrors } from './cluster-errors.ts';

/** Why jobs of a window failed. */
export interface CausesAnswer extends Causes {
  readonly question: CausesQuestion;
  /**
   * The jobs that were read: failed, partial or with exceptions; newest first. If there are too many, failed ones have
   * priority.
   */
  readonly bad: readonly BadJob[];
  /** The number of such jobs; more than were read if there are too many. */
  readonly badInAll: Count;
  /** Services whose jobs couldn't be read. */
  readonly unread: readonly Service[];
  /** Services whose jobs couldn't be read, with the reason. */
  readonly doubtful: readonly DoubtfulService[];
  /** Set if no such job started at all: when the last good backup of the one service started, if there is one. */
  readonly quiet?: { readonly lastGoodAt: EpochMs | undefined } | undefined;
  readonly readAt?: EpochMs | undefined;
  readonly answeredAt: EpochMs;
}

/** Limit of jobs whose errors are read for one answer. */
const mostJobs = 500;

/** The reasons of a window's failures, for both answers and digests. */
export type CausesReading = Omit<CausesAnswer, 'question' | 'answeredAt' | 'readAt' | 'doubtful' | 'quiet'>;

/** Groups the errors of the window's bad jobs, from the index. Waits until it was read, but answers by `until`. */
export async function readCauses(
  { index, clock }: OverviewParts,
  question: CausesQuestion,
  until: MonotonicMs,
): Promise<CausesAnswer> {
  const { type, span } = question;
  const asked = servicesOf(question);
  await waitForIndex(index, { from: span.from, type }, until);
  const now = clock.now();
  const doubtful = (asked.length === 0 ? [undefined] : asked).flatMap(service =>
    doubtfulServices(index, { type, service }, span.from, now),
  );
  const all: BadJob[] = [];
  let isQuiet = true;
  for (const run of runsOf(index, { type, service: question.service, ...span })) {
    const service = asked.length === 0 ? run.services[0] : asked.find(one => run.services.includes(one));
    if (asked.length > 0 && service === undefined) continue;
    isQuiet = false;
    const job = jobOf(run);
    if (isBad(job.state)) all.push({ job, service });
  }
  const reading = readingOf(all);
  return {
    question,
    ...reading,
    badInAll: { ...reading.badInAll, atLeast: asked.length > 0 && hasBadOfNone(index, type, span) },
    unread: doubtful.map(one => one.service),
    doubtful,
    ...(isQuiet ? { quiet: { lastGoodAt: lastGoodOf(index, question, now) } } : {}),
    readAt: readAtOf(index, type ?? 'all'),
    answeredAt: now,
  };
}

/** Returns when the last good backup before the window's end started; undefined if the question has no one service. */
function lastGoodOf(index: IndexView, { service, span }: CausesQuestion, now: EpochMs): EpochMs | undefined {
  if (service === undefined) return undefined;
  const runs = runsOf(index, { type: 'backup', service, from: now - wholeHistoryMs, to: span.to });
  return latest(
    runs
      .map(jobOf)
      .filter(({ state }) => state === 'finished')
      .flatMap(({ startedAt }) => startedAt ?? []),
  );
}

/** Returns true if there is a bad job without a known service: it may be of any. */
function hasBadOfNone(index: IndexView, type: JobType | undefined, span: CausesQuestion['span']): boolean {
  return [...runsOf(index, { type, service: undefined, ...span })].some(
    run => run.services.length === 0 && isBad(jobOf(run).state),
  );
}

/** Groups the errors of these jobs. If there are too many jobs, failed ones have priority. */
export function readingOf(all: readonly BadJob[]): Omit<CausesReading, 'unread'> {
  const bad = all
    .toSorted((a, b) => failedFirst(a, b) || newestFirst(a, b))
    .slice(0, mostJobs)
    .sort(newestFirst);
  return { ...clusterErrors(bad), bad, badInAll: { value: all.length, atLeast: false } };
}

function failedFirst(a: BadJob, b: BadJob): number {
  return Number(b.job.state === 'failed') - Number(a.job.state === 'failed');
}

function newestFirst(a: BadJob, b: BadJob): number {
  return (b.job.startedAt ?? 0) - (a.job.startedAt ?? 0);
}
