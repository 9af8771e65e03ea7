import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { takeEnvironment } from '../config/environment.ts';
import { loadStoreSettings } from '../config.ts';
import { daySumLines } from '../store/day-sum-lines.ts';
import { createDaySumsReader } from '../store/day-sums.ts';
import { dumpedRecords, dumpLines, restore } from '../store/dump.ts';
import { openStore, openStoreToRead, type StoreSettings } from '../store/open-store.ts';
import { daysOf } from './days.ts';
import { createQueuePointers } from './queue-pointers.ts';
import { printLines, runCommand, UsageError } from './run.ts';

const usage = `Say: npm run --silent store -- dump > file.jsonl
or:  npm run store -- restore file.jsonl [--replace]
or:  npm run --silent store -- sums --from 2026-01-01 --to 2026-11-26
Both days are in UTC and belong to it; without them, all that are stored.`;
const dayMs = 24 * 3_600_000;

/**
 * Dumps all that the bot stores, restores a dump into a store of either kind, or prints how many jobs ran on each day as JSON
 * lines.
 */
await runCommand(async () => {
  const work = workOf(readArguments(process.argv.slice(2)));
  await work(await loadStoreSettings(takeEnvironment(process.env)));
});

type Arguments = ReturnType<typeof readArguments>;
type Work = (settings: StoreSettings) => Promise<void>;

function workOf({ values: { replace, from, to }, positionals: [what, file, ...more] }: Arguments): Work {
  const hasDays = from !== undefined || to !== undefined;
  if (what === 'dump' && file === undefined && !replace && !hasDays) return dumpAll;
  if (what === 'restore' && file !== undefined && more.length === 0 && !hasDays)
    return settings => restoreFrom(file, settings, replace === true);
  if (what !== 'sums' || file !== undefined || replace) throw new UsageError(usage);
  const { first, last } = daysOf({ from, to }, { from: () => 0, to: Math.floor(Date.now() / dayMs) }, usage);
  return settings => printSums(settings, first, last);
}

async function printSums(settings: StoreSettings, first: number, last: number): Promise<void> {
  const store = await openStoreToRead(settings);
  try {
    await printLines(daySumLines(createDaySumsReader(store), first, last + 1));
  } finally {
    await store.close();
  }
}

async function dumpAll(settings: StoreSettings): Promise<void> {
  const store = await openStoreToRead(settings);
  try {
    await printLines(dumpLines(store, Date.now(), sentence => console.error(sentence)));
  } finally {
    await store.close();
  }
}

async function restoreFrom(file: string, settings: StoreSettings, isReplacing: boolean): Promise<void> {
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  const read = () => dumpedRecords(createInterface({ input: createReadStream(file), crlfDelay: Infinity }));
  const store = await openStore(settings, { isRestoring: true });
  const { of: pointersOf } = createQueuePointers(store);
  try {
    console.log(`Restored: ${await restore(read, store, { isReplacing, pointersOf })} records.`);
  } finally {
    await store.close();
  }
}

function readArguments(args: string[]) {
  try {
    const day = { type: 'string' } as const;
    const options = { replace: { type: 'boolean' }, from: day, to: day } as const;
    return parseArgs({ args, allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${usage}`);
  }
}
