import type { Job, Service } from '../../../domain/job.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { jobAt } from '../../../job-index/queries/runs.ts';
import { hasDisappeared, type Run as IndexRun, isGone, startOf } from '../../../job-index/run.ts';
import type { IndexView } from '../../../job-index/view.ts';
import {
  type EndedRun,
  endOf,
  historyWindowMs,
  lastSeenOf,
  mostOlderRuns,
  type RunHistory,
  type RunningBackup,
  runIdOf,
  runOfJob,
  shortened,
  type UnclearEnd,
  usualDurationOf,
} from './run-history.ts';

/** A run history, and the jobs of its runs by run id. */
export interface HistoryWithJobs {
  readonly history: RunHistory;
  readonly jobs: ReadonlyMap<string, Job>;
}

const dayMs = 24 * 3_600_000;
/** The usual duration is computed from the runs of this time. */
const usualDaysMs = 14 * dayMs;
const usualKeptMs = 10 * 60_000;

/** Returns a function that reads the run histories of services from the job index. */
export function createHistoryReader(index: IndexView) {
  const readRecent = createRecentRuns(index);
  const readUsualMs = createUsualDurations(index);

  return (
    services: readonly Service[],
    now: EpochMs,
    freshSince: EpochMs = now - historyWindowMs,
  ): ReadonlyMap<Service, HistoryWithJobs> => {
    const recent = readRecent(now, freshSince);
    return new Map(
      services.map(service => {
        const runs = runsOfService(index, service, recent, now);
        return [
          service,
          readHistory(index, { service, runs, freshSince, usualMs: readUsualMs(service, now) }),
        ];
      }),
    );
  };
}

/** Returns a function that reads runs that are over for good, and that ended or were noticed recently. */
function createRecentRuns(index: IndexView) {
  /** All ends up to this number were noticed too long ago. */
  let oldNews = 0;
  return (now: EpochMs, freshSince: EpochMs): readonly IndexRun[] => {
    const until = index.news()?.until ?? 0;
    if (until < oldNews) oldNews = 0;
    const news = index.mirror.withNews(oldNews, until);
    const isOld = ({ endSeenAt = 0 }: IndexRun) => endSeenAt < freshSince;
    const firstNew = news.findIndex(run => !isOld(run));
    oldNews = Math.max(oldNews, news[(firstNew < 0 ? news.length : firstNew) - 1]?.news ?? 0);
    const started = index.mirror.between(now - usualDaysMs, now + dayMs, { type: 'backup' });
    return [...new Set([...news, ...started])].filter(run => run.type === 'backup' && !isGone(run));
  };
}

/** Returns a function that computes how long the clean runs of a service usually take, again after some minutes. */
function createUsualDurations(index: IndexView) {
  const usual = new Map<Service, { readonly at: EpochMs; readonly ms: number | undefined }>();
  return (service: Service, now: EpochMs): number | undefined => {
    const known = usual.get(service);
    if (known && Math.abs(now - known.at) < usualKeptMs) return known.ms;
    const runs = index.mirror
      .between(now - usualDaysMs, now, { type: 'backup', service })
      .flatMap(run => (isGone(run) ? [] : (endedRunOf(index, run, run.job) ?? [])));
    const ms = usualDurationOf(runs);
    usual.set(service, { at: now, ms });
    return ms;
  };
}

/**
 * Returns the recent runs of a service, or those of all days if there are few: a service that runs seldom has its last
 * runs further back.
 */
function runsOfService(
  index: IndexView,
  service: Service,
  recent: readonly IndexRun[],
  now: EpochMs,
): readonly IndexRun[] {
  const own = recent.filter(run => run.services.includes(service));
  if (own.length > mostOlderRuns) return own;
  return index.mirror
    .between(now - index.days * dayMs, now + dayMs, { type: 'backup', service })
    .filter(run => !isGone(run));
}

interface HistoryParts {
  readonly service: Service;
  readonly runs: readonly IndexRun[];
  readonly freshSince: EpochMs;
  readonly usualMs: number | undefined;
}

function readHistory(
  index: IndexView,
  { service, runs, freshSince, usualMs }: HistoryParts,
): HistoryWithJobs {
  const mark = index.news();
  const jobs = new Map<string, Job>();
  const ended = runs.flatMap(run => {
    const job = jobAt(run, mark);
    const one = endedRunOf(index, run, job);
    if (one) jobs.set(one.id, job);
    return one ?? [];
  });
  const fresh = ended.filter(run => lastSeenOf(run) >= freshSince);
  const unclear = runs.flatMap(run => unclearOf(index, run) ?? []);
  const history: RunHistory = {
    service,
    freshSince,
    runs: [...olderOf(ended, freshSince), ...fresh].sort(byEnd),
    running: runningOf(index, service, runs),
    unclear: unclear.filter(({ foundAt }) => foundAt >= freshSince).sort((a, b) => a.foundAt - b.foundAt),
    usualMs,
  };
  return { history, jobs };
}

function runningOf(index: IndexView, service: Service, runs: readonly IndexRun[]): readonly RunningBackup[] {
  const mark = index.news();
  const own = [...index.mirror.open(), ...runs].filter(run => run.services.includes(service));
  return [...new Set(own)].flatMap(run => {
    const { id, startedAt, state } = jobAt(run, mark);
    const isRunning = state === 'inProgress' && run.type === 'backup' && !isGone(run);
    return isRunning ? [{ service, id, startedAt }] : [];
  });
}

/** Returns undefined if the run isn't over, or has neither an id nor a time. */
function endedRunOf(index: IndexView, run: IndexRun, job: Job): EndedRun | undefined {
  const { endSeenAt, location, news } = run;
  // If AvePoint doesn't say when it ended, it's when the bot noticed that.
  const result = runOfJob({ ...job, startedAt: undefined, finishedAt: endOf(job) ?? endSeenAt }, location);
  const id = idOf(index, run);
  if (!result || id === undefined || endSeenAt === undefined) return undefined;
  return {
    ...result,
    id,
    startedAt: job.startedAt,
    endedAt: Math.min(result.endedAt, endSeenAt),
    foundAt: endSeenAt,
    ...(news === undefined && { isHistory: true as const }),
  };
}

/** Returns undefined if the outcome of the run is known, or the run ended before the index began. */
function unclearOf(index: IndexView, run: IndexRun): UnclearEnd | undefined {
  const { endSeenAt, news, job } = run;
  const isNew = endSeenAt !== undefined && news !== undefined && news <= (index.news()?.until ?? 0);
  const isUnclear = job.state === undefined || hasDisappeared(run);
  const id = idOf(index, run);
  if (!isNew || !isUnclear || id === undefined) return undefined;
  const word = hasDisappeared(run) ? undefined : job.stateText;
  const endedAt = Math.min(endOf(job) ?? endSeenAt, endSeenAt);
  return { id, startedAt: job.startedAt, endedAt, foundAt: endSeenAt, word };
}

/**
 * Returns the job's id for the first run of a job, and a hash for a later run under the same id: records name the first
 * by the job's id.
 */
function idOf(index: IndexView, run: IndexRun): string | undefined {
  const id = runIdOf(run.job);
  if (id === undefined || run.job.id === undefined) return id;
  const same = index.mirror.withId(run.job.id);
  return same.length < 2 || same.every(other => startOf(other) >= startOf(run)) ? id : shortened(run.key);
}

/** Returns, for each location, the last runs before the history's window. */
function olderOf(runs: readonly EndedRun[], freshSince: EpochMs): readonly EndedRun[] {
  const older = runs.filter(run => lastSeenOf(run) < freshSince);
  const locations = new Set(older.map(({ location }) => location));
  return [...locations].flatMap(location =>
    older
      .filter(run => run.location === location)
      .sort(byEnd)
      .slice(-mostOlderRuns),
  );
}

function byEnd(a: EndedRun, b: EndedRun): number {
  return a.endedAt - b.endedAt || (a.id < b.id ? -1 : 1);
}
