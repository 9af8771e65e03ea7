import type { Job } from '../../domain/job.ts';
import type { EpochMs } from '../../domain/time.ts';
import { hasDisappeared, isSameStart, type Run, startOf } from '../../job-index/run.ts';
import type { IndexView } from '../../job-index/view.ts';
import { type EndNotice, longestWaitMs } from './notice.ts';

/** What a notice says: how the job ended, that it disappeared, or that the bot gives up. */
export type Outcome =
  | { readonly kind: 'ended'; readonly job: Job }
  /** AvePoint doesn't list it any more, and never reported how it ended. */
  | { readonly kind: 'disappeared' }
  | { readonly kind: 'gaveUp' };

/**
 * Returns what a notice has to say now; undefined while the job runs, and while it isn't known whether it does. An end
 * counts only once it's stored.
 */
export function outcomeOf(
  notice: Pick<EndNotice, 'jobId' | 'startedAt' | 'askedAt'>,
  index: Pick<IndexView, 'mirror' | 'news'>,
  now: EpochMs,
): Outcome | undefined {
  const run = runOf(index, notice, notice.askedAt);
  if (run && isOver(run, index)) {
    return hasDisappeared(run) ? { kind: 'disappeared' } : { kind: 'ended', job: run.job };
  }
  return now - notice.askedAt > longestWaitMs ? { kind: 'gaveUp' } : undefined;
}

/**
 * Returns the run with this id and start, or the latest with this id if the start is unknown. AvePoint may move a start
 * while a job runs: if no run has this one, it's the latest that was known at `knownAt`. A later one is another job.
 */
export function runOf(
  { mirror }: Pick<IndexView, 'mirror'>,
  { jobId, startedAt }: Pick<EndNotice, 'jobId' | 'startedAt'>,
  knownAt: EpochMs,
): Run | undefined {
  const runs = mirror.withId(jobId).toSorted((a, b) => startOf(b) - startOf(a));
  if (startedAt === undefined) return runs[0];
  return (
    runs.find(({ job }) => isSameStart(job.startedAt, startedAt)) ??
    runs.find(({ firstSeenAt }) => firstSeenAt <= knownAt)
  );
}

/** Returns true if the end of a run is known and stored. */
export function isOver({ endSeenAt, news }: Run, index: Pick<IndexView, 'news'>): boolean {
  return endSeenAt !== undefined && (news === undefined || news <= (index.news()?.until ?? -1));
}
