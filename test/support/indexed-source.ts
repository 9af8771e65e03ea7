import type { Log } from '../../src/domain/log.ts';
import { createJobIndex, type JobIndex, type JobIndexParts } from '../../src/job-index/job-index.ts';
import type { fakeClock } from './fakes.ts';
import { createMemoryIndexJournal } from './memory-index-journal.ts';
import { openSimulatedSource, type SimulatedSource, type SimulatedSourceParts } from './simulated-source.ts';

export interface IndexedSourceParts extends Omit<SimulatedSourceParts, 'clock' | 'log'> {
  readonly clock: ReturnType<typeof fakeClock>;
  readonly log: Log;
  readonly index?: Partial<JobIndexParts>;
}

export type IndexedSource = SimulatedSource & {
  readonly index: JobIndex;
  /** Lets the reader do what is due now, and waits for it. */
  pass(): Promise<void>;
  /** Lets time pass in steps of the interval, with a pass after each. */
  run(ms: number, stepMs?: number): Promise<void>;
};

/** The job index over the API behind real HTTP, on a journal in memory. It reads only when a test lets it. */
export async function openIndexedSource(parts: IndexedSourceParts): Promise<IndexedSource> {
  const { clock, log, index: replaced, ...rest } = parts;
  const source = await openSimulatedSource({ clock, log, ...rest });
  const intervalMs = replaced?.intervalMs ?? 60_000;
  const index = createJobIndex({
    journal: createMemoryIndexJournal().open(),
    source: source.background,
    sourceName: 'simulator',
    locations: [],
    clockAheadMs: source.clockAheadMs,
    uncorrectedMs: source.uncorrectedMs,
    clock: source.clock,
    random: () => 0.5,
    log,
    days: 60,
    ...replaced,
    intervalMs,
  });
  async function pass(): Promise<void> {
    await index.go(() => true);
    await index.settled();
  }
  return {
    ...source,
    index,
    pass,
    async run(ms, stepMs = intervalMs) {
      for (let left = ms; left > 0; left -= stepMs) {
        clock.advance(Math.min(stepMs, left));
        await pass();
      }
    },
    async close() {
      await index.close();
      await source.close();
    },
  };
}
