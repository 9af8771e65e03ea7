import { isBad } from '../domain/job.ts';
import { type JobSource, JobSourceError } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import type { Question } from '../domain/question.ts';
import type { EpochMs, MonotonicMs } from '../domain/time.ts';
import type { EmptyReason } from './answers.ts';
import type { CountTrust } from './count-trust.ts';
import { createSettle } from './still-running.ts';
import { countUnexpectedJobs } from './unexpected-jobs.ts';
import type { VerifiedReader } from './verified-reader.ts';

/** Running jobs have no span of their own. To find out whether anything started, this period is counted. */
const runningLookbackHours = 24;

/** Returns the span for counting other jobs: the question's own, or the last hours if it has none. */
export function spanBehind({ span }: Pick<Question, 'span'>, now: EpochMs) {
  if (span.from !== undefined) return { span, lastHours: undefined };
  const to = Math.floor(now / 1000) * 1000;
  return { span: { from: to - runningLookbackHours * 3_600_000, to }, lastHours: runningLookbackHours };
}

interface SilenceParts {
  readonly source: JobSource;
  readonly trust: CountTrust;
  readonly careful: VerifiedReader;
  readonly log: Log;
}

/**
 * Finds out why an answer is empty: did nothing run, or did jobs run in other states? This takes one request, with
 * `PageSize` 1, and for a bad state a second one, for jobs that still run and may yet end in it. If all states were
 * asked for, it takes none, since the empty answer is proof. If the source doesn't answer, or if its one row
 * contradicts the empty answer, the result is unknown, never good.
 */
export async function explainEmptyPage(
  { source, trust, careful, log }: SilenceParts,
  question: Question,
  now: EpochMs,
  until: MonotonicMs,
): Promise<EmptyReason> {
  if (question.state === undefined) return { kind: 'nothingRan', lastHours: undefined };
  const { span, lastHours } = spanBehind(question, now);
  const { type, service, state } = question;
  const all = { type, service, state: undefined, span };
  const stillRunning = { type, service, state: 'inProgress' } as const;
  const settle = createSettle(log);
  try {
    const [page, counted] = await Promise.all([
      source.page({ ...all, pageIndex: 0, pageSize: 1 }, until),
      isBad(state) ? settle(careful.count(stillRunning, span, until), { running: true }) : undefined,
    ]);
    const countsAll = trust.learn(page);
    if (page.jobs.length === 0)
      return counted && counted.value > 0 ? { kind: 'unknown' } : { kind: 'nothingRan', lastHours };
    const isStray = countUnexpectedJobs({ ...question, ...all }, page.jobs).outsideSpan > 0;
    // The first request found none in this state, or the unknown state may be the same.
    const isDoubtful = page.jobs.some(job => job.state === undefined || job.state === state);
    if (isStray || isDoubtful) return { kind: 'unknown' };
    const atLeast = !countsAll || (page.hasMore && page.totalCount <= page.jobs.length);
    const othersRan = { kind: 'othersRan', count: { value: page.totalCount, atLeast }, lastHours } as const;
    if (!isBad(state)) return othersRan;
    // The row shows a running job, and the count is 0: one of the two is wrong.
    const isContradicted = counted?.value === 0 && page.jobs.some(job => job.state === 'inProgress');
    return { ...othersRan, running: isContradicted ? undefined : counted };
  } catch (error) {
    if (error instanceof JobSourceError) return { kind: 'unknown' };
    throw error;
  }
}
