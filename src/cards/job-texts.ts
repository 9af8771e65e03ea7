import type { Job, JobError, ObjectCounts } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';
import { durationText } from './durations.ts';
import { clipped, plain } from './plain.ts';
import { bytesOf } from './size.ts';
import type { Times } from './times.ts';

/** When a job started, or that it was not told. */
export function startText(job: Job, times: Times): string {
  return job.startedAt === undefined ? 'start not told' : times.instant(job.startedAt);
}

/** How long a job took; how long a running one has been running at `now`; or that it was not told. */
export function durationOf(job: Job, now: EpochMs): string {
  if (job.state === 'inProgress') {
    const ms = job.startedAt === undefined ? -1 : now - job.startedAt;
    return ms < 0 ? 'running, duration not told' : `running for ${durationText(ms)}`;
  }
  const told = job.durationMs ?? difference(job.startedAt, job.finishedAt);
  return told === undefined || !(told >= 0) ? 'duration not told' : durationText(told);
}

function difference(from: EpochMs | undefined, to: EpochMs | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : to - from;
}

/** "214 of 1,230 objects failed", or what of it is known. */
export function failedObjectsText(objects: ObjectCounts | undefined, times: Times): string {
  const total = objects?.total;
  const failed = objects?.failed;
  if (total === 0 && !failed) return 'no objects';
  if (failed === undefined) {
    return total === undefined
      ? 'objects not told'
      : `${things(total, times)}, number of failed ones not told`;
  }
  if (total === undefined) return `${things(failed, times)} failed`;
  const some = failed === 0 ? 'none' : times.number(failed);
  // Kept on one line: "214 of" before a break would read as a number of its own.
  return `${some}\u00a0of\u00a0${things(total, times)} failed`;
}

function things(count: number, times: Times): string {
  return `${times.number(count)} ${count === 1 ? 'object' : 'objects'}`;
}

/** An error that would fill a message by itself (bytes, UTF-16 units) is cut, and the cut is said. */
const wholeBytes = 6000;
const cutLength = 1900;

/** An error's own words, and how often it was met if that is more than once. */
export function errorText(error: JobError, times: Times): string {
  const words = plain(error.message) || '(an error without words)';
  const shown =
    bytesOf(words) <= wholeBytes ? words : `${clipped(words, cutLength)} (cut: too long for a message)`;
  return error.count !== undefined && error.count > 1 ? `${shown} (×${times.number(error.count)})` : shown;
}
