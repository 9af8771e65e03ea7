import { OperatorError } from '../domain/operator-error.ts';
import type { EpochMs } from '../domain/time.ts';
import { leasesIn } from './running-bot.ts';
import {
  ofTheStoreItself,
  type PlacedRecord,
  type StoreReader,
  type Whole,
  type WholeStore,
} from './whole-store.ts';

const format = 'backup-watch-store';
/** Raised with every change of what the lines look like. */
const version = 1;

/** The file is no dump, or not a whole one, or the store isn't in a state to take it. */
class DumpError extends OperatorError {
  override readonly name = 'DumpError';
}

const noSnapshot =
  'This dump is no snapshot: a bot may have changed records while they were read, so one may lack what another refers to. For one that is, stop the bot and every other instance, then dump again.';

/**
 * A store as JSON lines: a first that says what it is, one for each record, and a last that counts them, by which a dump
 * that was cut off is told. What a store keeps for itself is left out.
 *
 * The first says whether this home of the store can be read as it was at one moment. If it can't, the last has `"quiet": true` if no
 * bot held a lease before and after it was read, so that nothing changed meanwhile; else `warn` is called with a sentence for the
 * person at the terminal.
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
  for await (const record of worthKeeping(store)) {
    yield JSON.stringify(record);
    records += 1;
  }
  const isQuiet = wasIdle && (await isIdle());
  yield JSON.stringify({ records, ...(isQuiet && { quiet: true }) });
  if (!isSnapshot && !isQuiet) warn(noSnapshot);
}

/**
 * The records of a dump's lines, in their order. What npm prints before the first is passed over.
 *
 * @throws DumpError at the first line that is not as it should be, and at the end of what is not whole.
 */
export async function* dumpedRecords(lines: AsyncIterable<string>): AsyncIterable<PlacedRecord> {
  let at = 0;
  let isBegun = false;
  let count = 0;
  let isWhole = false;
  for await (const line of lines) {
    at += 1;
    if (line === '' || (!isBegun && line.startsWith('> '))) continue;
    const value = parsed(line, at);
    if (isWhole) throw new DumpError(`Line ${at} comes after the end of the dump.`);
    if (!isBegun) {
      if (value.format !== format) throw new DumpError('That file is no dump of a store of Backup Watch.');
      if (typeof value.version !== 'number' || value.version > version)
        throw new DumpError(
          'That dump was written by a newer version of Backup Watch: restore it with that one.',
        );
      isBegun = true;
    } else if (isRecord(value)) {
      const { collection, partition, key } = value;
      yield { collection, partition, key, value: value.value };
      count += 1;
    } else {
      if (value.records !== count) throw new DumpError(`Line ${at} is no record.`);
      isWhole = true;
    }
  }
  if (!isBegun) throw new DumpError('That file is no dump of a store of Backup Watch: it is empty.');
  if (!isWhole) throw new DumpError('That dump is not whole: its end is missing.');
}

export interface RestoreOptions {
  readonly isReplacing: boolean;
  /** The pointers that must lead to a record. */
  readonly pointersOf: (record: PlacedRecord) => readonly PlacedRecord[];
}

/**
 * Puts a dump into a store, all of it or nothing, and returns how many records it had. `read` reads it, and is called twice:
 * nothing is touched before the whole of it was found to be sound.
 *
 * The queues of the dump are left out, and made again from the records: if the dump is no snapshot, or an older version made it, they
 * may belong to other moments, and a record that no pointer leads to would never be worked on again.
 *
 * @throws DumpError if it isn't sound, or if the store isn't empty and isn't to be replaced.
 * @throws StoreError if a bot is running, or if the store fails.
 */
export async function restore(
  read: () => AsyncIterable<PlacedRecord>,
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

/** Calls `read` only when the first record is asked for: the lines of a file that nobody listens to are lost. */
async function* withQueues(
  read: () => AsyncIterable<PlacedRecord>,
  pointersOf: RestoreOptions['pointersOf'],
): AsyncIterable<PlacedRecord> {
  for await (const record of read()) {
    if (record.collection === 'queue') continue;
    yield record;
    yield* pointersOf(record);
  }
}

async function* worthKeeping(store: Pick<Whole, 'all'>): AsyncIterable<PlacedRecord> {
  for await (const record of store.all()) if (!ofTheStoreItself.has(record.collection)) yield record;
}

async function isEmpty(store: Pick<Whole, 'all'>): Promise<boolean> {
  for await (const _ of worthKeeping(store)) return false;
  return true;
}

type Line = Readonly<Record<string, unknown>>;

function parsed(line: string, at: number): Line {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Line;
  } catch {
    // Said below.
  }
  throw new DumpError(`Line ${at} is no JSON of a dump.`);
}

function isRecord(value: Line): value is Line & PlacedRecord {
  return (
    ['collection', 'partition', 'key'].every(name => typeof value[name] === 'string') && 'value' in value
  );
}
