import type { DaySums, DaySumsStore, RunCounts, StoredDaySums, UnitSums } from '../domain/day-sums.ts';
import type { JobState, Service } from '../domain/job.ts';
import { type RecordKey, type Store, type StoredRecord, StoreError } from '../domain/store.ts';

const dayMs = 24 * 3_600_000;
const collection = 'daySums';
/** One partition, so that a range of keys has the days of every source in order. */
const partition = 'all';
/** Raised with every change of the record format. */
const version = 1;
const pageSize = 100;

/** The order of stored counts; `unknown` and `missed` follow. */
const states = [
  'inProgress',
  'finished',
  'failed',
  'finishedWithException',
  'partiallyFinished',
] as const satisfies readonly JobState[];

interface StoredUnit extends Pick<UnitSums, 'type' | 'isWhole'> {
  readonly service: Service | null;
  readonly counts: Readonly<Record<string, readonly (number | null)[]>>;
}

/** Stores the sums of each day and source in a record of its own. */
export function createDaySumsStore(store: Pick<Store, 'list' | 'put' | 'remove'>): DaySumsStore {
  return {
    ...createDaySumsReader(store),

    async put({ day, source, units }, expected) {
      const value = { version, units: units.map(storedUnit) };
      const key = keyOf(`${dateOf(day)} ${source}`);
      const written = await store.put(key, value, expected === undefined ? 'absent' : { version: expected });
      return written !== undefined;
    },

    async forgetBefore(day, most) {
      const old = await store.list(collection, partition, { before: dateOf(day), limit: most });
      for (const { key } of old) await store.remove(keyOf(key));
    },
  };
}

/** Creates a read-only view of the sums. */
export function createDaySumsReader(store: Pick<Store, 'list'>): Pick<DaySumsStore, 'between'> {
  return {
    async *between(from, before) {
      for (let next = dateOf(from); ; ) {
        const range = { from: next, before: dateOf(before), limit: pageSize };
        const records = await store.list(collection, partition, range);
        for (const record of records) yield sumsOf(record);
        if (records.length < pageSize) return;
        next = `${records.at(-1)?.key}!`;
      }
    },
  };
}

/** Returns the date of a day, such as 2026-11-29. */
export function dateOf(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

function keyOf(key: string): RecordKey {
  return { collection, partition, key };
}

function storedUnit({ type, service, isWhole, counts }: UnitSums): StoredUnit {
  const stored = Object.entries(counts).map(([location, count]) => [location, numbersOf(count)]);
  return { type, service: service ?? null, isWhole, counts: Object.fromEntries(stored) };
}

function numbersOf({ states: by, unknown, missed }: RunCounts): readonly (number | null)[] {
  return [...states.map(state => by[state]), unknown, missed ?? null];
}

function sumsOf({ key, value, version: read }: StoredRecord): StoredDaySums {
  const stored = value as { readonly version: number; readonly units: readonly StoredUnit[] };
  if (stored.version > version)
    throw new StoreError('newer', 'The sums by day were written by a newer version of Backup Watch.');
  const [date = '', ...source] = key.split(' ');
  const sums: DaySums = {
    day: Date.parse(date) / dayMs,
    source: source.join(' '),
    units: stored.units.map(unitOf),
  };
  return { ...sums, version: read };
}

function unitOf({ type, service, isWhole, counts }: StoredUnit): UnitSums {
  const counted = Object.entries(counts).map(([location, numbers]) => [location, countsOf(numbers)]);
  return { type, service: service ?? undefined, isWhole, counts: Object.fromEntries(counted) };
}

function countsOf(numbers: readonly (number | null)[]): RunCounts {
  const by = Object.fromEntries(states.map((state, index) => [state, numbers[index] ?? 0]));
  const [unknown, missed] = numbers.slice(states.length);
  return {
    states: by as Readonly<Record<JobState, number>>,
    unknown: unknown ?? 0,
    missed: missed ?? undefined,
  };
}
