import { OperatorError } from '../domain/operator-error.ts';
import type { EpochMs } from '../domain/time.ts';
import { leasesIn } from './running-bot.ts';
import {
  internalCollections,
  type KeyedRecord,
  type StoreReader,
  type Whole,
  type WholeStore,
} from './whole-store.ts';

const format = 'backup-watch-store';
/** Raised with every change of the line format. */
const version = 1;

/** The file is no complete dump, or the store isn't in a state to restore it. */
class DumpError extends OperatorError {
  override readonly name = 'DumpError';
}

const noSnapshot =
  'This dump is no snapshot: a bot may have changed records while they were read, so one may lack what another refers to. For one that is, stop the bot and every other instance, then dump again.';

/**
 * Yields a store as JSON lines: a header, one line for each record, and a footer with the number of records, which
 * shows whether the dump is complete. A store's own records are omitted.
 *
 * The header says whether the store can be read as a snapshot. If it can't, the footer has `"quiet": true` if no bot
 * had a lease before and after the dump, so that nothing changed meanwhile; otherwise `warn` is called with a sentence
 * for the operator.
 */
export async function* dumpLines(
  store: Pick<StoreReader, 'list' | 'all' | 'isSnapshot'>,
  now: EpochMs,
  warn: (sentence: string) => void,
): AsyncIterable<string> {
  const { isSnapshot } = store;
  const isIdle = async () => !isSnapshot && (await leasesIn(store)).length === 0;
  const wasIdle = await isIdle();
  yield JSON.stringify({ format, version, at: new Date(now).toISOString(), snapshot: isSnapshot });
  let records = 0;
  for await (const record of recordsToDump(store)) {
    yield JSON.stringify(record);
    records += 1;
  }
  const isQuiet = wasIdle && (await isIdle());
  yield JSON.stringify({ records, ...(isQuiet && { quiet: true }) });
  if (!isSnapshot && !isQuiet) warn(noSnapshot);
}

/**
 * Parses the records of a dump, in their order. Skips what npm prints before the header.
 *
 * @throws DumpError at the first invalid line, and at the end of an incomplete dump.
 */
export async function* dumpedRecords(lines: AsyncIterable<string>): AsyncIterable<KeyedRecord> {
  let at = 0;
  let hasHeader = false;
  let count = 0;
  let isWhole = false;
  for await (const line of lines) {
    at += 1;
    if (line === '' || (!hasHeader && line.startsWith('> '))) continue;
    const value = parsed(line, at);
    if (isWhole) throw new DumpError(`Line ${at} comes after the end of the dump.`);
    if (!hasHeader) {
      if (value.format !== format) throw new DumpError('That file is no dump of a store of Backup Watch.');
      if (typeof value.version !== 'number' || value.version > version)
        throw new DumpError(
          'That dump was written by a newer version of Backup Watch: restore it with that one.',
        );
      hasHeader = true;
    } else if (isRecord(value)) {
      const { collection, partition, key } = value;
      yield { collection, partition, key, value: value.value };
      count += 1;
    } else {
      if (value.records !== count) throw new DumpError(`Line ${at} is no record.`);
      isWhole = true;
    }
  }
  if (!hasHeader) throw new DumpError('That file is no dump of a store of Backup Watch: it is empty.');
  if (!isWhole) throw new DumpError('That dump is not whole: its end is missing.');
}

export interface RestoreOptions {
  readonly isReplacing: boolean;
  /** Returns the pointers that a record must have. */
  readonly pointersOf: (record: KeyedRecord) => readonly KeyedRecord[];
}

/**
 * Restores a dump, all of it or nothing, and returns its number of records. Calls `read` twice: nothing is changed
 * before the whole dump was found to be valid.
 *
 * The queues of the dump are ignored, and rebuilt from the records. If the dump is no snapshot, or an older version
 * made it, they may be of other moments, and a record without a pointer would never be processed again.
 *
 * @throws DumpError if it's invalid, or if the store isn't empty and isn't to be replaced.
 *
 * @throws StoreError if a bot is running, or if the store fails.
 */
export async function restore(
  read: () => AsyncIterable<KeyedRecord>,
  store: WholeStore,
  { isReplacing, pointersOf }: RestoreOptions,
): Promise<number> {
  let records = 0;
  for await (const _ of read()) records += 1;
  if (!isReplacing && !(await isEmpty(store)))
    throw new DumpError(
      'The store is not empty: say --replace to have all that is in it removed first. Nothing was changed.',
    );
  await store.replaceAll(withQueues(read, pointersOf));
  return records;
}

/**
 * Yields the records with rebuilt queues. Calls `read` only when the first record is requested: lines of a file that
 * are emitted before are lost.
 */
async function* withQueues(
  read: () => AsyncIterable<KeyedRecord>,
  pointersOf: RestoreOptions['pointersOf'],
): AsyncIterable<KeyedRecord> {
  for await (const record of read()) {
    if (record.collection === 'queue') continue;
    yield record;
    yield* pointersOf(record);
  }
}

async function* recordsToDump(store: Pick<Whole, 'all'>): AsyncIterable<KeyedRecord> {
  for await (const record of store.all()) if (!internalCollections.has(record.collection)) yield record;
}

async function isEmpty(store: Pick<Whole, 'all'>): Promise<boolean> {
  for await (const _ of recordsToDump(store)) return false;
  return true;
}

type Line = Readonly<Record<string, unknown>>;

function parsed(line: string, at: number): Line {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Line;
  } catch {
    // The error is thrown below.
  }
  throw new DumpError(`Line ${at} is no JSON of a dump.`);
}

function isRecord(value: Line): value is Line & KeyedRecord {
  return (
    ['collection', 'partition', 'key'].every(name => typeof value[name] === 'string') && 'value' in value
  );
}
