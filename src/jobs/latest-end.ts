import type { Job } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';
import { isEnd, type Run, startOf } from '../job-index/run.ts';

/** How the backups of one service stand after the runs of a window. */
export interface Standing {
  /** The run that started last of those that have ended; if the service is failing, the last that failed. */
  readonly latest: Job | undefined;
  /** True if a run failed or was partial, and no clean run in the same location began after it had ended. */
  readonly isFailing: boolean;
  /** True if a run failed or was partial, whatever followed. */
  readonly hasFailed: boolean;
  /** True if the last run of each location was clean. */
  readonly isClean: boolean;
}

/** Returns true for the ends after which a service needs a clean run. */
export function isFailure({ state }: Job): boolean {
  return state === 'failed' || state === 'partiallyFinished';
}

/** Returns how a service stands after these runs of it; `jobOf` returns the job that a run counts as. */
export function standingOf(runs: readonly Run[], jobOf: (run: Run) => Job): Standing {
  const ended = runs.map(run => ({ run, job: jobOf(run) })).filter(({ job }) => isEnd(job));
  const groups = [...byLocation(ended).values()];
  const failing = groups.flatMap(openFailure);
  const shown = failing.length > 0 ? failing : ended;
  return {
    latest: lastStarted(shown)?.job,
    isFailing: failing.length > 0,
    hasFailed: ended.some(({ job }) => isFailure(job)),
    isClean: groups.every(group => lastStarted(group)?.job.state === 'finished'),
  };
}

interface Ended {
  readonly run: Run;
  readonly job: Job;
}

function byLocation(ended: readonly Ended[]): ReadonlyMap<string | undefined, readonly Ended[]> {
  const groups = new Map<string | undefined, Ended[]>();
  for (const one of ended) groups.set(one.run.location, [...(groups.get(one.run.location) ?? []), one]);
  return groups;
}

/** Returns the last failure of one location, unless a clean run has followed. */
function openFailure(ended: readonly Ended[]): readonly Ended[] {
  const failures = ended.filter(({ job }) => isFailure(job));
  const last = lastStarted(failures);
  if (last === undefined) return [];
  const failedUntil = Math.max(...failures.map(endOf));
  const isOver = ended.some(({ run, job }) => job.state === 'finished' && startOf(run) >= failedUntil);
  return isOver ? [] : [last];
}

function endOf({ run, job }: Ended): EpochMs {
  return job.finishedAt ?? run.endSeenAt ?? startOf(run);
}

function lastStarted(ended: readonly Ended[]): Ended | undefined {
  return ended.toSorted((a, b) => startOf(a.run) - startOf(b.run)).at(-1);
}
