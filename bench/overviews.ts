import { setTimeout as sleep } from 'node:timers/promises';
import { createSimulator } from '../simulator/simulator.ts';
import { simulatedClient } from '../simulator/tokens.ts';
import { createAvePointJobSource } from '../src/avepoint/index.ts';
import { clusterErrors } from '../src/jobs/causes/cluster-errors.ts';
import { createJobs } from '../src/jobs/jobs.ts';
import { createDrivenIndex } from '../test/support/driven-index.ts';
import { clockOffsetMs } from './scene.ts';
import { median } from './table.ts';

/** What one request to the API takes here. */
export const requestMs = 150;
const rounds = 5;
const hourMs = 3_600_000;

/** Milliseconds, medians over the rounds. */
export interface OverviewTimes {
  /** Which services are backed up is not known yet. */
  readonly healthCold: number;
  readonly healthWarm: number;
  readonly coverage: number;
  /** The errors of `jobs` jobs, gathered by cause. */
  readonly cluster: number;
  readonly jobs: number;
}

/** How long the answers of many requests take, where each request takes 150 ms; and the work on the causes alone. */
export async function timeOverviews(): Promise<OverviewTimes> {
  const clock = { now: () => Date.now() + clockOffsetMs };
  const simulator = createSimulator({ now: clock.now });
  const { url, close: stop } = await simulator.listen(0);
  const log = { debug() {}, info() {}, warn: console.warn, error: console.error };
  const { source, close } = createAvePointJobSource({
    settings: {
      graphUrl: url,
      tokenUrl: `${url}/connect/token`,
      clientId: simulatedClient.id,
      credential: { secret: simulatedClient.secret },
      jobsApi: 'cloudbackup-jobs',
      firstPageIndex: 0,
      location: undefined,
      locations: [],
      timeoutMs: 5_000,
      backgroundTimeoutMs: 30_000,
    },
    clock,
    sleep: ms => sleep(ms),
    random: Math.random,
    log,
  });
  const window = (hours: number) => {
    const to = Math.floor(clock.now() / 1000) * 1000;
    return { span: { from: to - hours * hourMs, to }, spanWords: undefined, zone: 'Europe/Berlin' };
  };
  const inTime = () => clock.now() + 60_000;
  const cold: number[] = [];
  const warm: number[] = [];
  const coverage: number[] = [];
  try {
    const wide = createJobs({ source, index: createDrivenIndex({ source, clock, log }), clock, log });
    const { bad } = await wide.causes({ type: undefined, service: undefined, ...window(60 * 24) }, inTime());
    simulator.addTrouble({ kind: 'latency', ms: requestMs, at: 'jobs' });
    for (let round = 0; round < rounds; round += 1) {
      const jobs = createJobs({ source, index: createDrivenIndex({ source, clock, log }), clock, log });
      const health = () => jobs.health({ service: undefined, ...window(24) }, inTime());
      cold.push(await timed(health));
      warm.push(await timed(health));
      const question = { service: undefined, targetMs: 24 * hourMs, isUsual: true, zone: 'Europe/Berlin' };
      coverage.push(await timed(() => jobs.coverage(question, {}, inTime())));
    }
    const cluster: number[] = [];
    for (let round = 0; round < 10 * rounds; round += 1)
      cluster.push(await timed(async () => clusterErrors(bad)));
    return {
      healthCold: median(cold),
      healthWarm: median(warm),
      coverage: median(coverage),
      cluster: median(cluster),
      jobs: bad.length,
    };
  } finally {
    await close();
    await stop();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
