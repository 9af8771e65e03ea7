import type { EpochMs } from '../domain/time.ts';
import type { PlacedRecord, Whole, WholeStore } from './whole-store.ts';

const format = 'backup-watch-store';
/** Raised with every change of what the lines look like. */
const version = 1;
/** Written at once, so that neither kind of store is waited for longer than it must be. */
const atOnce = 50;

/** Of no use elsewhere or later: who does what just now, and what a store says of itself. */
const left: ReadonlySet<string> = new Set(['leases', 'schema']);

/** A file that is no dump, or not a whole one. The message is for the person at the terminal. */
export class DumpError extends Error {
  override readonly name = 'DumpError';
}

/**
 * A store as JSON lines: a first that says what it is, one for each record, and a last that counts them, by which a dump
 * that was cut off is told. What a store keeps for itself is left out.
 */
export async function* dumpLines(store: Whole, now: EpochMs): AsyncIterable<string> {
  yield JSON.stringify({ format, version, at: new Date(now).toISOString() });
  let records = 0;
  for await (const record of worthKeeping(store)) {
    yield JSON.stringify(record);
    records += 1;
  }
  yield JSON.stringify({ records });
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

/**
 * Puts a dump into a store, and gives how many records it had. `read` reads it, and is called twice: nothing is touched
 * before the whole of it was found to be sound.
 *
 * @throws DumpError where it is not, where the store is not empty and is not to be replaced, or where the store fails
 * midway: it holds a part of the dump then.
 */
export async function restore(
  read: () => AsyncIterable<PlacedRecord>,
  store: WholeStore,
  { isReplacing }: { readonly isReplacing: boolean },
): Promise<number> {
  for await (const _ of read());
  if (!(await isEmpty(store))) {
    if (!isReplacing)
      throw new DumpError(
        'The store is not empty: say --replace to have all that is in it removed first. Nothing was changed.',
      );
    await clear(store);
  }
  let records = 0;
  try {
    for await (const group of inGroups(read())) {
      await Promise.all(group.map(({ value, ...place }) => store.put(place, value)));
      records += group.length;
    }
  } catch (cause) {
    throw new DumpError(
      `Stopped after ${records} records, so the store holds a part of the dump alone: restore it again with --replace. ${(cause as Error).message}`,
    );
  }
  return records;
}

async function* worthKeeping(store: Whole): AsyncIterable<PlacedRecord> {
  for await (const record of store.all()) if (!left.has(record.collection)) yield record;
}

async function isEmpty(store: Whole): Promise<boolean> {
  for await (const _ of worthKeeping(store)) return false;
  return true;
}

async function clear(store: WholeStore): Promise<void> {
  for await (const group of inGroups(worthKeeping(store)))
    await Promise.all(group.map(place => store.remove(place)));
}

async function* inGroups(records: AsyncIterable<PlacedRecord>): AsyncIterable<readonly PlacedRecord[]> {
  let group: PlacedRecord[] = [];
  for await (const record of records) {
    group.push(record);
    if (group.length < atOnce) continue;
    yield group;
    group = [];
  }
  yield group;
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
