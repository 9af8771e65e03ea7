import { services as allServices, isBad, type Job, type JobState, type Service } from '../domain/job.ts';
import type { Window } from '../domain/question.ts';
import type { RecordsByService } from '../domain/service-records.ts';
import type { EpochMs, MonotonicMs } from '../domain/time.ts';
import { type Verdict, worstOf } from '../domain/verdict.ts';
import { type Doubt, doubtOf, pausesOf, readAtOf } from '../job-index/queries/doubt.ts';
import { jobAt, runsOf, wholeHistoryMs } from '../job-index/queries/runs.ts';
import type { Pause } from '../job-index/read-state.ts';
import { isGone, newsOf, type Run, startOf } from '../job-index/run.ts';
import type { IndexView, NewsMark } from '../job-index/view.ts';
import type { BadJob } from './causes/cluster-errors.ts';
import { type CausesReading, readingOf } from './causes/read-causes.ts';
import { type HealthReading, healthOf, type OverviewParts } from './health.ts';
import { isQuiet } from './tally.ts';

/** What is to be told of the backups of a window, and of those before it. */
export interface ReportQuestion {
  readonly span: Window['span'];
  /** None: all. */
  readonly services: readonly Service[];
  /** Up to which end of a run everything was told; undefined: that isn't known, so it goes by time. */
  readonly told: NewsMark | undefined;
  /** Ends with later numbers aren't told: those runs count as running. Absent: all ends that are known are told. */
  readonly upTo?: NewsMark | undefined;
}

/** A backup that started before the window, and whose end is told now. */
export interface EarlierBackup {
  /** Undefined: of none that is known. */
  readonly service: Service | undefined;
  readonly job: Job;
  /** It ended before the window, but AvePoint listed it only now. */
  readonly isLate: boolean;
}

interface LongestBackup {
  readonly service: Service;
  readonly job: Job;
  readonly durationMs: number;
}

export interface Report extends HealthReading {
  readonly question: ReportQuestion;
  /** Of the window, and of what started before it. */
  readonly verdict: Verdict;
  /** Those that run still, or whose end wasn't told yet. Of those that AvePoint listed late, only what did not end well. */
  readonly earlier: readonly EarlierBackup[];
  /** The one that took, or takes, longest. */
  readonly longest: LongestBackup | undefined;
  /** Undefined if all ended well. */
  readonly causes: CausesReading | undefined;
  /** Up to which end of a run it tells everything; undefined if that isn't known. */
  readonly news: NewsMark | undefined;
  /** The ends that were told before have numbers of another index, so what AvePoint listed late may be missing. */
  readonly isByTime: boolean;
  /** Times of the window in which AvePoint wasn't read; what ran then was read afterwards. */
  readonly pauses: readonly Pause[];
  /** False if a part wasn't read yet, so that more may be known later. */
  readonly isWhole: boolean;
  readonly readAt: EpochMs | undefined;
  readonly answeredAt: EpochMs;
}

/**
 * Returns what is to be told of a window, from the index: no request for jobs. It doesn't wait for what isn't read yet. The end
 * of each run is told once: in the window in which it started if it's known by then, else as soon as it is.
 */
export async function readReport(
  parts: OverviewParts,
  question: ReportQuestion,
  records: RecordsByService | undefined,
  until: MonotonicMs,
): Promise<Report> {
  const { index, clock } = parts;
  const { span, services, told } = question;
  const now = clock.now();
  const news = newsFor(index, question);
  // All of this is taken from the index at one moment, so that no end is told twice or falls between two digests.
  const earlier = earlierBackups(index, question, news, now);
  const runs = runsOf(index, { type: 'backup', service: undefined, ...span }).filter(run =>
    isOf(run, services),
  );
  const doubts = doubtsOf(index, services, span.from, now);
  const pauses = pausesOf(index).filter(({ from, to }) => to > span.from && from < span.to);
  const readAt = readAtOf(index);
  const health = await healthOf(
    parts,
    { services, span, records, now, jobOf: run => jobAt(run, news) },
    until,
  );

  const jobs = runs.map(run => ({ service: serviceOf(run, services), job: jobAt(run, news) }));
  const bad: readonly BadJob[] = [...jobs, ...earlier].filter(({ job }) => isBad(job.state));
  const isPlanUnread = health.services.some(
    ({ doubt, tally, verdict }) => verdict === 'unknown' && !doubt && tally && isQuiet(tally),
  );
  return {
    ...health,
    question,
    verdict: withEarlier(health.verdict, earlier),
    earlier,
    longest: longestOf(jobs, now),
    causes:
      bad.length === 0 ? undefined : { ...readingOf(bad), unread: doubts.map(({ service }) => service) },
    news,
    isByTime: told !== undefined && told.index !== news?.index,
    pauses,
    isWhole: !isPlanUnread && !health.areRecordsUnread && !doubts.some(({ doubt }) => mayPass(doubt)),
    readAt,
    answeredAt: now,
  };
}

/** Numbers of another index bound nothing. */
function newsFor(index: IndexView, { upTo }: ReportQuestion): NewsMark | undefined {
  const news = index.news();
  return upTo && upTo.index === news?.index && upTo.until < news.until ? upTo : news;
}

/** True if nothing about these services since `from` is still to be read. What AvePoint refuses isn't waited for. */
export function isReadFor(
  index: IndexView,
  services: readonly Service[],
  from: EpochMs,
  now: EpochMs,
): boolean {
  return !doubtsOf(index, services, from, now).some(({ doubt }) => mayPass(doubt));
}

function doubtsOf(index: IndexView, services: readonly Service[], from: EpochMs, now: EpochMs) {
  return (services.length === 0 ? allServices : services).flatMap(service => {
    const doubt = doubtOf(index, { type: 'backup', service, from }, now);
    return doubt ? [{ service, doubt }] : [];
  });
}

function mayPass({ kind }: Doubt): boolean {
  return kind === 'notRead' || kind === 'history';
}

/** What started before the window and runs still, or has an end that wasn't told yet; what's bad first. */
function earlierBackups(
  index: IndexView,
  { span, services, told }: ReportQuestion,
  news: NewsMark | undefined,
  now: EpochMs,
): readonly EarlierBackup[] {
  const isByNumber = told !== undefined && told.index === news?.index;
  const isNew = (run: Run) => {
    const number = newsOf(run, services) ?? 0;
    return isByNumber && number > told.until && number <= news.until;
  };
  const ended = isByNumber
    ? index.mirror.withNews(told.until, news.until).filter(isNew)
    : runsOf(index, { type: 'backup', service: undefined, from: now - wholeHistoryMs, to: span.from }).filter(
        run => endOf(run) >= span.from,
      );
  const open = [...index.mirror.open()];
  // An end that isn't numbered for good yet is told later; until then the run goes on.
  const unsettled = news ? index.mirror.withNews(news.until, Number.POSITIVE_INFINITY) : [];
  // What failed is told even if AvePoint doesn't list it any more: it may do so again, under its old number.
  const isGoneBad = (run: Run) => isNew(run) && isBad(run.job.state) && run.services.length > 0;
  const isToldHere = (run: Run) => (isGone(run) ? isGoneBad(run) : startOf(run) < span.from);
  return [...new Set([...ended, ...open, ...unsettled])]
    .filter(run => run.type === 'backup' && isOf(run, services) && isToldHere(run))
    .map(run => {
      const job = jobAt(run, news);
      const isLate = job.state !== 'inProgress' && (isGone(run) || endOf(run) < span.from);
      return { service: serviceOf(run, services), job, isLate };
    })
    .filter(({ job, isLate }) => !isLate || job.state === undefined || isBad(job.state))
    .sort(worstFirst);
}

/** When it ended, as far as that is known; in the future if it runs. */
function endOf({ job, endSeenAt }: Run): EpochMs {
  return endSeenAt === undefined ? Number.POSITIVE_INFINITY : (job.finishedAt ?? endSeenAt);
}

/** True if it's of one of the services, or may be. */
function isOf(run: Run, services: readonly Service[]): boolean {
  if (services.length === 0 || run.services.length === 0) return true;
  return run.services.some(service => services.includes(service));
}

function serviceOf(run: Run, services: readonly Service[]): Service | undefined {
  return services.length === 0 ? run.services[0] : run.services.find(service => services.includes(service));
}

const worstStates: readonly (JobState | undefined)[] = [
  'failed',
  'partiallyFinished',
  'finishedWithException',
  undefined,
  'inProgress',
  'finished',
];

function worstFirst(a: EarlierBackup, b: EarlierBackup): number {
  return worstStates.indexOf(a.job.state) - worstStates.indexOf(b.job.state);
}

const verdictOfEnd: Readonly<Record<JobState, Verdict>> = {
  finished: 'good',
  inProgress: 'neutral',
  finishedWithException: 'warning',
  partiallyFinished: 'attention',
  failed: 'attention',
};

/** What started before can only make it worse: that it ended well says nothing of the services that did not run. */
function withEarlier(verdict: Verdict, earlier: readonly EarlierBackup[]): Verdict {
  const ends = earlier.map(({ job }) => (job.state === undefined ? 'unknown' : verdictOfEnd[job.state]));
  const worst = worstOf([verdict, ...ends]);
  return worst === 'good' ? verdict : worst;
}

function longestOf(
  jobs: readonly { readonly service: Service | undefined; readonly job: Job }[],
  now: EpochMs,
): LongestBackup | undefined {
  let longest: LongestBackup | undefined;
  for (const { service, job } of jobs) {
    const durationMs = durationOf(job, now);
    if (service === undefined || durationMs === undefined) continue;
    if (!longest || durationMs > longest.durationMs) longest = { service, job, durationMs };
  }
  return longest;
}

function durationOf({ durationMs, finishedAt, startedAt, state }: Job, now: EpochMs): number | undefined {
  if (durationMs !== undefined && state !== 'inProgress') return durationMs;
  const end = state === 'inProgress' ? now : finishedAt;
  return startedAt === undefined || end === undefined ? undefined : Math.max(0, end - startedAt);
}
