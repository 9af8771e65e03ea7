import type { Job } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';

/** Returns how long a job took, or has been running at `now`; undefined if AvePoint doesn't report it. */
export function lengthOfJob(
  { state, startedAt, finishedAt, durationMs }: Job,
  now: EpochMs,
): number | undefined {
  const ms =
    state === 'inProgress' ? between(startedAt, now) : (durationMs ?? between(startedAt, finishedAt));
  return ms !== undefined && ms >= 0 ? ms : undefined;
}

/** Returns when a job ended; undefined if AvePoint doesn't report it, or if it runs. */
export function endOfJob({ state, startedAt, finishedAt, durationMs }: Job): EpochMs | undefined {
  if (state === 'inProgress') return undefined;
  return (
    finishedAt ?? (startedAt === undefined || durationMs === undefined ? undefined : startedAt + durationMs)
  );
}

function between(from: EpochMs | undefined, to: EpochMs | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : to - from;
}
