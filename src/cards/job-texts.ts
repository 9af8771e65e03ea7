import type { Job, JobError, ObjectCounts } from '../domain/job.ts';
import { plural } from '../domain/plural.ts';
import type { EpochMs } from '../domain/time.ts';
import { lengthOfJob } from '../jobs/length-of-job.ts';
import { durationText } from './durations.ts';
import { clipped, plain } from './plain.ts';
import { bytesOf } from './size.ts';
import type { Times } from './times.ts';

/** Says how long a job took, or has been running at `now`, or that AvePoint doesn't report it. */
export function durationOf(job: Job, now: EpochMs, textOf: (ms: number) => string = durationText): string {
  const ms = lengthOfJob(job, now);
  if (job.state === 'inProgress')
    return ms === undefined ? 'running, start unknown' : `running for ${textOf(ms)}`;
  return ms === undefined ? 'duration unknown' : textOf(ms);
}

/** Returns "214 of 1,230 failed" for the beginning of a narrow line, or what is known of it. */
export function failedCountText(objects: ObjectCounts | undefined, times: Times): string {
  const { failed, total } = objects ?? {};
  if (failed === undefined || total === undefined || total === 0) return failedObjectsText(objects, times);
  return `${failed === 0 ? 'none' : times.number(failed)} of ${times.number(total)} failed`;
}

/** Returns "214 of 1,230 objects failed", or the part of it that is known. */
export function failedObjectsText(objects: ObjectCounts | undefined, times: Times): string {
  const total = objects?.total;
  const failed = objects?.failed;
  if (total === 0 && !failed) return 'no objects';
  if (failed === undefined) {
    return total === undefined ? 'objects unknown' : `${things(total, times)}, number of failed ones unknown`;
  }
  if (total === undefined) return `${things(failed, times)} failed`;
  const some = failed === 0 ? 'none' : times.number(failed);
  // Kept on one line: "214 of" before a break would read as a number of its own.
  return `${some}\u00a0of\u00a0${things(total, times)} failed`;
}

function things(count: number, times: Times): string {
  return `${times.number(count)} ${plural(count, 'object', 'objects')}`;
}

/** Longer errors (bytes, UTF-16 units) are cut, since one would fill a message by itself; the text says so. */
const wholeBytes = 6000;
const cutLength = 1900;

/** Returns an error's own words, and how often it happened if that is more than once. */
export function errorText(error: JobError, times: Times): string {
  const words = plain(error.message) || wordless;
  const shown =
    bytesOf(words) <= wholeBytes ? words : `${clipped(words, cutLength)} (cut: too long for a message)`;
  return `${shown}${repeatText(error, times)}`;
}

/**
 * Returns the first error of a job on one or two lines, and how many others there are; nothing if it has none.
 * `isRepeated`: it stands above already.
 */
export function shortErrorText(
  { errors: [first, ...others] }: Job,
  limit: number,
  times: Times,
  isRepeated: boolean,
): string {
  if (first === undefined) return '';
  const rest = others.length > 0 ? ` (+${times.number(others.length)} more)` : '';
  const end = `${repeatText(first, times)}${rest}`;
  const words = isRepeated ? 'Same error' : clipped(first.message, limit - end.length) || wordless;
  return `${words}${end}`;
}

/** Returns " (×12)" for an error that happened 12 times, nothing if it was once. */
function repeatText({ count }: JobError, times: Times): string {
  return count !== undefined && count > 1 ? ` (×${times.number(count)})` : '';
}

const wordless = '(an error without words)';
