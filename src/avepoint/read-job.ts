import type { Job, JobError, ObjectCounts } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';
import { field, isRecord, readCount, readText } from './read-fields.ts';
import { readState } from './states.ts';

/** How a published shape writes times and durations. Each reader gives undefined for what it cannot read. */
export interface TimeReaders {
  readonly time: (value: unknown) => EpochMs | undefined;
  readonly durationMs: (value: unknown) => number | undefined;
}

const longestId = 500;
const longestMessage = 4_000;
const longestUrl = 2_000;

/** No Microsoft 365 backup ran before or will run after; .NET's least and greatest dates stand for "no date". */
const earliest = Date.UTC(2000, 0, 1);
const latest = Date.UTC(2200, 0, 1);
const longestDurationMs = 10 * 366 * 24 * 3_600_000;

/**
 * One row of a list, as far as it is sound; what is missing or unreadable is undefined. A row that is no object is a
 * job of which nothing is known: it must not vanish from a page. Texts are cut only at absurd lengths: an id at 500
 * characters, a state at 200, the message of an error at 4,000, its address at 2,000.
 */
export function readJob(row: unknown, readers: TimeReaders): Job {
  const record = isRecord(row) ? row : {};
  return {
    id: readText(field(record, 'id'), longestId),
    ...readState(field(record, 'state')),
    startedAt: soundTime(readers.time(field(record, 'startTime'))),
    finishedAt: soundTime(readers.time(field(record, 'finishTime'))),
    durationMs: soundDuration(readers.durationMs(field(record, 'duration'))),
    objects: readObjects(field(record, 'backupDetails')),
    errors: readErrors(field(record, 'jobErrors')),
  };
}

/** True if a row lacks its id, a documented state or its start: worth a line in the log. */
export function isOddJob(job: Job): boolean {
  return job.id === undefined || job.state === undefined || job.startedAt === undefined;
}

function soundTime(instant: EpochMs | undefined): EpochMs | undefined {
  return instant !== undefined && instant >= earliest && instant < latest ? instant : undefined;
}

function soundDuration(ms: number | undefined): number | undefined {
  return ms !== undefined && ms >= 0 && ms <= longestDurationMs ? ms : undefined;
}

function readObjects(value: unknown): ObjectCounts | undefined {
  if (!isRecord(value)) return undefined;
  const counts = {
    total: readCount(field(value, 'totalCount', 'totalNumber')),
    failed: readCount(field(value, 'failedCount', 'failedNumber')),
    successful: readCount(field(value, 'successfulCount', 'successfulNumber')),
    skipped: readCount(field(value, 'skippedCount', 'skippedNumber')),
  };
  return Object.values(counts).every(count => count === undefined) ? undefined : counts;
}

function readErrors(value: unknown): JobError[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap(entry => {
    if (typeof entry === 'string') return readError({ value: entry });
    return isRecord(entry) ? readError(entry) : [];
  });
}

/** An error without words says nothing that could be shown, unless it has an address. */
function readError(entry: Record<string, unknown>): JobError[] {
  const message = readText(field(entry, 'value'), longestMessage);
  const helpUrl = readText(field(entry, 'url'), longestUrl);
  if (message === undefined && helpUrl === undefined) return [];
  return [{ message: message ?? '', helpUrl, count: readCount(field(entry, 'number')) }];
}
