import type { Job } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';
import { readAtOf } from '../job-index/queries/doubt.ts';
import { isEnd } from '../job-index/run.ts';
import { touches } from '../job-index/stretches.ts';
import type { IndexView } from '../job-index/view.ts';
import { runOfJob } from './indexed-run.ts';

/** How far back the reader polls. */
const reachMs = 48 * 3_600_000;

/**
 * Returns true if a list shows something that the index should know by now: an end that it lacks, another state than it
 * has, or a run that started more than an interval ago. Jobs that the reader still has to read don't count.
 */
export function isMissingIn(index: IndexView, jobs: readonly Job[], now: EpochMs): boolean {
  if (readAtOf(index) === undefined) return false;
  return jobs.some(job => {
    const { id, startedAt } = job;
    if (id === undefined || startedAt === undefined || startedAt < now - reachMs) return false;
    const run = runOfJob(index, job);
    const isKnown = run
      ? run.job.state === job.state && (job.state !== undefined || run.job.stateText === job.stateText)
      : !isEnd(job) && startedAt >= now - index.intervalMs;
    return !isKnown && !isStillToRead(index, startedAt);
  });
}

/** Returns true if the reader still has to read this time. Doesn't wait for services that AvePoint refuses. */
function isStillToRead(index: IndexView, at: EpochMs): boolean {
  const units = Object.values(index.state()?.locations ?? {}).flatMap(location =>
    Object.values(location.units),
  );
  return units.some(({ refused, unread }) => !refused && touches(unread, { from: at, to: at + 1 }));
}
