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

/** Asks for a report of the backups of a window, and of earlier ones. */
export interface ReportQuestion {
  readonly span: Window['span'];
  /** Empty means all. */
  readonly services: readonly Service[];
  /** The last end of a run that was reported; undefined if that isn't known, so the report goes by time. */
  readonly told: NewsMark | undefined;
  /** Ends with later numbers aren't reported: those runs count as running. Absent means all known ends. */
  readonly upTo?: NewsMark | undefined;
}

/** A backup that started before the window, and whose end is reported now. */
export interface EarlierBackup {
  /** Undefined if it isn't known. */
  readonly service: Service | undefined;
  readonly job: Job;
  /** It ended before the window, but AvePoint listed it later. */
  readonly isLate: boolean;
}

interface LongestBackup {
  readonly service: Service;
  readonly job: Job;
  readonly durationMs: number;
}

export interface Report extends HealthReading {
  readonly question: ReportQuestion;
  /** The verdict of the window and of earlier backups. */
  readonly verdict: Verdict;
  /**
   * Earlier backups that still run, or whose end wasn't reported yet. Of those that AvePoint listed late, only bad
   * ends.
   */
  readonly earlier: readonly EarlierBackup[];
  /** The backup with the longest duration so far. */
  readonly longest: LongestBackup | undefined;
  /** Undefined if there were no bad ends. */
  readonly causes: CausesReading | undefined;
  /** The last end of a run that the report includes; undefined if that isn't known. */
  readonly news: NewsMark | undefined;
  /**
   * The ends that were reported before have numbers of another index, so ends that AvePoint listed late may be missing.
   */
  readonly isByTime: boolean;
  /** Times of the window in which AvePoint wasn't read; the runs of these times were read afterwards. */
  readonly pauses: readonly Pause[];
  /** False if a part isn't read yet, so a later report may have more. */
  readonly isWhole: boolean;
  readonly readAt: EpochMs | undefined;
  readonly answeredAt: EpochMs;
}

/**
 * Returns the report of a window, from the index: no request for jobs. Doesn't wait for jobs that aren't read yet. Each
 * end of a run is reported once: in the window in which the run started if it's known by then, otherwise as soon as it
 * is.
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
  // All of this is read from the index at one moment, so that no end is reported twice or missed between two digests.
  const earlierRuns = earlierRunsOf(index, question, news, now);
  const earlier = earlierRuns.map(run => earlierBackup(run, question, news)).sort(worstFirst);
  const runs = runsOf(index, { type: 'backup', service: undefined, ...span }).filter(run =>
    isOf(run, services),
  );
  const doubts = doubtsOf(index, services, span.from, now);
  const pauses = pausesOf(index).filter(({ from, to }) => to > span.from && from < span.to);
  const readAt = readAtOf(index);
  const health = await healthOf(
    parts,
    { services, span, records, now, jobOf: run => jobAt(run, news), earlier: earlierRuns },
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

/** Returns the last end that the report includes. Numbers of another index set no limit. */
function newsFor(index: IndexView, { upTo }: ReportQuestion): NewsMark | undefined {
  const news = index.news();
  return upTo && upTo.index === news?.index && upTo.until < news.until ? upTo : news;
}

/**
 * Returns true if everything about these services since `from` was read. Doesn't wait for services that AvePoint
 * refuses.
 */
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

/** Returns the backups that started before the window and still run, or have an end that wasn't reported yet. */
function earlierRunsOf(
  index: IndexView,
  question: ReportQuestion,
  news: NewsMark | undefined,
  now: EpochMs,
): readonly Run[] {
  const { span, services, told } = question;
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
  // An end without a final number is reported later; until then the run counts as running.
  const unsettled = news ? index.mirror.withNews(news.until, Number.POSITIVE_INFINITY) : [];
  // A failure is reported even if AvePoint doesn't list it any more: it may list it again, under its old number.
  const isGoneBad = (run: Run) => isNew(run) && isBad(run.job.state) && run.services.length > 0;
  const isReportedHere = (run: Run) => (isGone(run) ? isGoneBad(run) : startOf(run) < span.from);
  return [...new Set([...ended, ...open, ...unsettled])]
    .filter(run => run.type === 'backup' && isOf(run, services) && isReportedHere(run))
    .filter(run => {
      const { isLate, job } = earlierBackup(run, question, news);
      return !isLate || job.state === undefined || isBad(job.state);
    });
}

function earlierBackup(
  run: Run,
  { services, span }: ReportQuestion,
  news: NewsMark | undefined,
): EarlierBackup {
  const job = jobAt(run, news);
  const isLate = job.state !== 'inProgress' && (isGone(run) || endOf(run) < span.from);
  return { service: serviceOf(run, services), job, isLate };
}

/** Returns when a run ended, as far as that is known; infinity if it runs. */
function endOf({ job, endSeenAt }: Run): EpochMs {
  return endSeenAt === undefined ? Number.POSITIVE_INFINITY : (job.finishedAt ?? endSeenAt);
}

/** Returns true if a run is of one of the services, or may be. */
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

/**
 * Adds the earlier backups to a verdict. They can only make it worse: a good end says nothing about services that
 * didn't run.
 */
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
