import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { printLines, runCommand, UsageError } from './command.ts';
import { loadStoreSettings } from './config.ts';
import { dumpedRecords, dumpLines, restore } from './store/dump.ts';
import { openStore, openStoreToRead, type StoreSettings } from './store/open-store.ts';

const usage = `Say: npm run --silent store -- dump > file.jsonl
or:  npm run store -- restore file.jsonl [--replace]`;

/** Dumps all that the bot keeps, or restores it from a dump, into a store of either kind. */
await runCommand(async () => {
  const { values, positionals } = readArguments(process.argv.slice(2));
  const [what, file, ...more] = positionals;
  const isDump = what === 'dump' && file === undefined && !values.replace;
  if (!isDump && (what !== 'restore' || file === undefined || more.length > 0)) throw new UsageError(usage);
  const settings = await loadStoreSettings(process.env);
  return file === undefined ? dumpAll(settings) : restoreFrom(file, settings, values.replace === true);
});

async function dumpAll(settings: StoreSettings): Promise<void> {
  const store = await openStoreToRead(settings);
  try {
    await printLines(dumpLines(store, Date.now()));
  } finally {
    await store.close();
  }
}

async function restoreFrom(file: string, settings: StoreSettings, isReplacing: boolean): Promise<void> {
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  const read = () => dumpedRecords(createInterface({ input: createReadStream(file), crlfDelay: Infinity }));
  const store = await openStore(settings);
  try {
    console.log(`Restored: ${await restore(read, store, { isReplacing })} records.`);
  } finally {
    await store.close();
  }
}

function readArguments(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { replace: { type: 'boolean' } } });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${usage}`);
  }
}
