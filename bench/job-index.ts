/** What the job index costs with 60 days of a large tenant: taking runs in, the start, its memory and its answers. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMirror } from '../src/job-index/mirror.ts';
import { firstLocationState, type ReadState } from '../src/job-index/read-state.ts';
import { createIndexWriter } from '../src/job-index/writer.ts';
import { openSqliteIndexJournal } from '../src/store/journal-sqlite.ts';
import { clockOf } from '../test/support/fakes.ts';
import { scriptBeside, startChild } from './child.ts';
import { pagesUntil } from './job-index-pages.ts';
import type { AnswerTimes, IndexSettings, LoadedIndex } from './job-index-process.ts';

export interface IndexTimes extends LoadedIndex, AnswerTimes {
  /** Jobs taken in and written, each page by itself. */
  readonly ingestedASecond: number;
  /** What is stored. */
  readonly fileMb: number;
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const sourceName = 'bench';

/** Ingests 150,000 runs into the embedded journal; then starts another process with it, which reads and asks it. */
export async function timeJobIndex(): Promise<IndexTimes> {
  const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-bench-'));
  const now = Date.UTC(2026, 10, 23, 13, 5);
  try {
    const ingestedASecond = await ingest(dataDir, now);
    const fileMb = statSync(join(dataDir, 'job-index.db')).size / 2 ** 20;
    const settings: IndexSettings = { dataDir, sourceName, now };
    const script = scriptBeside(import.meta.url, 'job-index-process');
    const child = await startChild<LoadedIndex, AnswerTimes>(script, settings, ['--expose-gc']);
    const answers = await child.report();
    child.stop();
    return { ingestedASecond, fileMb, ...child.ready, ...answers };
  } finally {
    rmSync(dataDir, { recursive: true });
  }
}

async function ingest(dataDir: string, now: number): Promise<number> {
  const journal = openSqliteIndexJournal({ dataDir });
  const { generation, highest } = await journal.claim();
  const writer = createIndexWriter({
    journal,
    mirror: createMirror(),
    clock: clockOf(() => now),
    log: silent,
    generation,
    highest,
    state: readUntil(now),
    onState() {},
    onStored() {},
  });
  let jobs = 0;
  let ms = 0;
  for (const page of pagesUntil(now)) {
    const started = performance.now();
    const order = writer.ask();
    writer.take(page.jobs, { type: 'backup', service: page.service, location: undefined, order });
    await writer.commit();
    ms += performance.now() - started;
    jobs += page.jobs.length;
  }
  await journal.close();
  return (1_000 * jobs) / ms;
}

/** As if everything had been read just now. */
function readUntil(now: number): ReadState {
  const first = firstLocationState(now);
  const units = Object.keys(first.units).map(key => [key, { unread: [], answeredAt: now, checkedAt: now }]);
  const readAt = { newest: now, running: now, bad: now, others: now, walk6: now, walk48: now, sweep: now };
  const location = { ...first, readAt, units: Object.fromEntries(units) };
  return { source: sourceName, news: 0, locations: { '': location } };
}
