import { setTimeout as sleep } from 'node:timers/promises';
import { createSimulator } from '../simulator/simulator.ts';
import { createAvePointJobSource } from '../src/avepoint/index.ts';
import { monotonicMs } from '../src/domain/time.ts';
import { createJobIndex, type JobIndex } from '../src/job-index/job-index.ts';
import { clusterErrors } from '../src/jobs/causes/cluster-errors.ts';
import { createJobs } from '../src/jobs/jobs.ts';
import { clockOf } from '../test/support/fakes.ts';
import { createMemoryIndexJournal } from '../test/support/memory-index-journal.ts';
import { simulatedSettings } from '../test/support/simulated-settings.ts';
import { clockOffsetMs } from './scene.ts';
import { median } from './table.ts';

/** What one request to the API takes here. */
export const requestMs = 150;
const rounds = 3;
const pages = 15;
const people = 8;
const hourMs = 3_600_000;
const answerMs = 60_000;

/** Milliseconds, medians over the rounds. */
export interface OverviewTimes {
  /** The first answer about all services after a start without an index. */
  readonly first: number;
  /** A page of the live list, with nothing else going on. */
  readonly pageAlone: number;
  /** The same while the index is filled and eight people ask for overviews. */
  readonly pageDuringFill: number;
  /** The errors of `jobs` jobs, gathered by cause. */
  readonly cluster: number;
  readonly jobs: number;
}

/** How long people wait while the index is filled, if each request takes 150 ms; and the work on the causes alone. */
export async function timeOverviews(): Promise<OverviewTimes> {
  const clock = clockOf(() => Date.now() + clockOffsetMs);
  const simulator = createSimulator({ now: clock.now });
  const { url, close: stop } = await simulator.listen(0);
  const log = { debug() {}, info() {}, warn: console.warn, error: console.error };
  const { source, background, clockAheadMs, close } = createAvePointJobSource({
    settings: simulatedSettings(url, { jobsApi: 'cloudbackup-jobs' }),
    clock,
    sleep: ms => sleep(ms),
    random: Math.random,
    log,
  });
  const window = (hours: number) => {
    const to = Math.floor(clock.now() / 1000) * 1000;
    return { span: { from: to - hours * hourMs, to }, spanWords: undefined, zone: 'Europe/Berlin' };
  };
  const until = () => clock.now() + answerMs;
  const begin = () => {
    const index = createJobIndex({
      journal: createMemoryIndexJournal({ isShared: false }).open(),
      source: background,
      sourceName: 'bench',
      locations: [],
      intervalMs: 60_000,
      clockAheadMs,
      clock,
      random: Math.random,
      log,
      days: 60,
    });
    return { index, jobs: createJobs({ source, index, clock, log }) };
  };
  const health = ({ jobs }: ReturnType<typeof begin>) =>
    jobs.health({ service: undefined, ...window(24) }, monotonicMs(until()));
  const page = ({ jobs }: ReturnType<typeof begin>) => {
    const question = { type: 'backup', service: undefined, state: 'failed', pageSize: 10 } as const;
    return jobs.page(
      { question: { ...question, ...window(24) }, pageIndex: 0, firstTotal: undefined },
      monotonicMs(until()),
    );
  };

  try {
    const whole = begin();
    await read(whole.index);
    const { bad } = await whole.jobs.causes(
      { type: undefined, service: undefined, ...window(59 * 24) },
      monotonicMs(until()),
    );
    simulator.addTrouble({ kind: 'latency', ms: requestMs, at: 'jobs' });
    const [first, alone, during]: number[][] = [[], [], []];
    for (let round = 0; round < rounds; round += 1) {
      const cold = begin();
      for (let count = 0; count < pages; count += 1) alone?.push(await timed(() => page(cold)));
      const reading = read(cold.index);
      first?.push(await timed(() => health(cold)));
      let isOver = false;
      const asking = Array.from({ length: people }, async () => {
        while (!isOver) {
          await health(cold);
          await sleep(20);
        }
      });
      for (let count = 0; count < pages; count += 1) during?.push(await timed(() => page(cold)));
      isOver = true;
      await Promise.all(asking);
      await reading;
    }
    const cluster: number[] = [];
    for (let round = 0; round < 50; round += 1) cluster.push(await timed(async () => clusterErrors(bad)));
    return {
      first: median(first ?? []),
      pageAlone: median(alone ?? []),
      pageDuringFill: median(during ?? []),
      cluster: median(cluster),
      jobs: bad.length,
    };
  } finally {
    await close();
    await stop();
  }
}

async function read(index: JobIndex): Promise<void> {
  await index.go(() => true);
  await index.settled();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
