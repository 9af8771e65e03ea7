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
  { jobId, startedAt, askedAt }: Pick<EndNotice, 'jobId' | 'startedAt' | 'askedAt'>,
  index: Pick<IndexView, 'mirror' | 'news'>,
  now: EpochMs,
): Outcome | undefined {
  const run = latestRun(index, jobId, startedAt);
  if (run && isOver(run, index)) {
    return hasDisappeared(run) ? { kind: 'disappeared' } : { kind: 'ended', job: run.job };
  }
  return now - askedAt > longestWaitMs ? { kind: 'gaveUp' } : undefined;
}

/** Returns the latest run with this id, and with this start if one is given. */
export function latestRun(
  { mirror }: Pick<IndexView, 'mirror'>,
  jobId: string,
  startedAt: EpochMs | undefined,
): Run | undefined {
  const [latest] = mirror
    .withId(jobId)
    .filter(({ job }) => startedAt === undefined || isSameStart(job.startedAt, startedAt))
    .toSorted((a, b) => startOf(b) - startOf(a));
  return latest;
}

/** Returns true if the end of a run is known and stored. */
export function isOver({ endSeenAt, news }: Run, index: Pick<IndexView, 'news'>): boolean {
  return endSeenAt !== undefined && (news === undefined || news <= (index.news()?.until ?? -1));
}
