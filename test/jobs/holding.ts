import type { Job, JobPage, JobQuery, JobState } from '../../src/domain/job.ts';
import type { JobSource } from '../../src/domain/job-source.ts';
import { createBackupSight } from '../../src/jobs/backup-sight.ts';
import type { RunningBackup } from '../../src/jobs/carried.ts';
import { aJob, fakeClock, fakeSource, hour, monday } from '../support/fakes.ts';

export const span = { from: monday - 48 * hour, to: monday };
export const until = monday + 10_000;
export const dayAgo = monday - 24 * hour;

/** A source of these jobs, or of what `now` says of a query, that counts all matches. */
export function holding(now: (query: JobQuery) => readonly Job[], byId?: JobSource['job']) {
  return fakeSource((query): JobPage => {
    const { state, span, pageIndex, pageSize } = query;
    const matches = now(query).filter(
      job =>
        (state === undefined || job.state === state) &&
        (job.startedAt ?? monday - 1) >= (span.from ?? 0) &&
        (job.startedAt ?? monday - 1) < (span.to ?? Number.POSITIVE_INFINITY),
    );
    const jobs = matches.slice(pageIndex * pageSize, (pageIndex + 1) * pageSize);
    return { jobs, totalCount: matches.length, hasMore: (pageIndex + 1) * pageSize < matches.length };
  }, byId);
}

export const sightOf = (source: JobSource) => createBackupSight(source, fakeClock());

export const jobs = (count: number, state: JobState, name: string = state) =>
  Array.from({ length: count }, (_, n) => aJob({ id: `${name}${n}`, state, startedAt: dayAgo - n * 1_000 }));

export const runningJob = (id: string | undefined, startedAt: number | undefined = dayAgo) =>
  aJob({ id, state: 'inProgress', startedAt, finishedAt: undefined, durationMs: undefined });

export const followed = (id: string | undefined, startedAt: number | undefined = dayAgo): RunningBackup => ({
  service: 'exchange',
  id,
  startedAt,
});

export const ids = (found: readonly { id: string | undefined }[]) => found.map(({ id }) => id).sort();
