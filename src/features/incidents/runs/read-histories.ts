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
  runIdOf,
  runOfJob,
  shortened,
  type UnclearEnd,
  usualDurationOf,
} from './run-history.ts';

/** A ledger, and the jobs of its runs by their ids. */
export interface HistoryWithJobs {
  readonly history: RunHistory;
  readonly jobs: ReadonlyMap<string, Job>;
}

const dayMs = 24 * 3_600_000;
/** What is usual is learned from so much. */
const usualDaysMs = 14 * dayMs;
const usualKeptMs = 10 * 60_000;

/** Returns a function that makes the ledgers of services from what the index has. */
export function createHistoryReader(index: IndexView) {
  const usual = new Map<Service, { readonly at: EpochMs; readonly ms: number | undefined }>();
  /** All ends up to this number were seen too long ago. */
  let oldNews = 0;

  /** Runs that are over and known for good, and that ended or were seen of late. */
  function recent(now: EpochMs, freshSince: EpochMs): readonly IndexRun[] {
    const until = index.news()?.until ?? 0;
    if (until < oldNews) oldNews = 0;
    const news = index.mirror.withNews(oldNews, until);
    const isOld = ({ endSeenAt = 0 }: IndexRun) => endSeenAt < freshSince;
    const firstNew = news.findIndex(run => !isOld(run));
    oldNews = Math.max(oldNews, news[(firstNew < 0 ? news.length : firstNew) - 1]?.news ?? 0);
    const started = index.mirror.between(now - usualDaysMs, now + dayMs, { type: 'backup' });
    return [...new Set([...news, ...started])].filter(run => run.type === 'backup' && !isGone(run));
  }

  /** A job that ran again under its id has another id as a run; records name the first one by the job's own. */
  function idOf(run: IndexRun): string | undefined {
    const id = runIdOf(run.job);
    if (id === undefined || run.job.id === undefined) return id;
    const same = index.mirror.withId(run.job.id);
    return same.length < 2 || same.every(other => startOf(other) >= startOf(run)) ? id : shortened(run.key);
  }

  function runOf(run: IndexRun, job: Job): EndedRun | undefined {
    const { endSeenAt, location, news } = run;
    // If nothing tells when it ended, it's when that was seen.
    const told = runOfJob({ ...job, startedAt: undefined, finishedAt: endOf(job) ?? endSeenAt }, location);
    const id = idOf(run);
    if (!told || id === undefined || endSeenAt === undefined) return undefined;
    return {
      ...told,
      id,
      startedAt: job.startedAt,
      endedAt: Math.min(told.endedAt, endSeenAt),
      foundAt: endSeenAt,
      ...(news === undefined && { isHistory: true as const }),
    };
  }

  function unclearOf(run: IndexRun): UnclearEnd | undefined {
    const { endSeenAt, news, job } = run;
    const isNew = endSeenAt !== undefined && news !== undefined && news <= (index.news()?.until ?? 0);
    const isUnclear = job.state === undefined || hasDisappeared(run);
    const id = idOf(run);
    if (!isNew || !isUnclear || id === undefined) return undefined;
    const word = hasDisappeared(run) ? undefined : job.stateText;
    const endedAt = Math.min(endOf(job) ?? endSeenAt, endSeenAt);
    return { id, startedAt: job.startedAt, endedAt, foundAt: endSeenAt, word };
  }

  function usualMs(service: Service, now: EpochMs): number | undefined {
    const known = usual.get(service);
    if (known && Math.abs(now - known.at) < usualKeptMs) return known.ms;
    const runs = index.mirror
      .between(now - usualDaysMs, now, { type: 'backup', service })
      .flatMap(run => (isGone(run) ? [] : (runOf(run, run.job) ?? [])));
    const ms = usualDurationOf(runs);
    usual.set(service, { at: now, ms });
    return ms;
  }

  /** The last runs before those that are remembered, of each location. */
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

  return (
    services: readonly Service[],
    now: EpochMs,
    freshSince: EpochMs = now - historyWindowMs,
  ): ReadonlyMap<Service, HistoryWithJobs> => {
    const mark = index.news();
    const all = recent(now, freshSince);
    return new Map(
      services.map((service): [Service, HistoryWithJobs] => {
        const own = all.filter(run => run.services.includes(service));
        // A service that runs seldom has its last runs further back.
        const those =
          own.length > mostOlderRuns
            ? own
            : index.mirror
                .between(now - index.days * dayMs, now + dayMs, { type: 'backup', service })
                .filter(run => !isGone(run));
        const running = new Set(
          [...index.mirror.open(), ...those].filter(run => run.services.includes(service)),
        );
        const jobs = new Map<string, Job>();
        const runs = those.flatMap(run => {
          const job = jobAt(run, mark);
          const one = runOf(run, job);
          if (one) jobs.set(one.id, job);
          return one ?? [];
        });
        const fresh = runs.filter(run => lastSeenOf(run) >= freshSince);
        const history: RunHistory = {
          service,
          freshSince,
          runs: [...olderOf(runs, freshSince), ...fresh].sort(byEnd),
          running: [...running].flatMap(run => {
            const { id, startedAt, state } = jobAt(run, mark);
            return state === 'inProgress' && run.type === 'backup' && !isGone(run)
              ? [{ service, id, startedAt }]
              : [];
          }),
          unclear: those
            .flatMap(run => unclearOf(run) ?? [])
            .filter(({ foundAt }) => foundAt >= freshSince)
            .sort((a, b) => a.foundAt - b.foundAt),
          usualMs: usualMs(service, now),
        };
        return [service, { history, jobs }];
      }),
    );
  };
}

function byEnd(a: EndedRun, b: EndedRun): number {
  return a.endedAt - b.endedAt || (a.id < b.id ? -1 : 1);
}
