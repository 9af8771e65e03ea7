import { createSimulator, type Simulator } from '../../simulator/simulator.ts';
import { createAvePointJobSource, type JobsApiChoice } from '../../src/avepoint/index.ts';
import type { Log } from '../../src/domain/log.ts';
import type { Clock } from '../../src/domain/time.ts';
import type { FakeClock } from './fakes.ts';
import { simulatedSettings } from './simulated-settings.ts';

export interface SimulatedSourceParts {
  /** The simulator lives by the same, but for its being set. */
  readonly clock: Clock & Partial<Pick<FakeClock, 'elsewhere'>>;
  readonly log: Log;
  readonly jobsApi?: JobsApiChoice;
  readonly history?: boolean;
  readonly sleep?: (ms: number) => Promise<void>;
}

export type SimulatedSource = Omit<ReturnType<typeof createAvePointJobSource>, 'close'> & {
  readonly simulator: Simulator;
  close(): Promise<void>;
};

/** The API behind real HTTP, as the product reads it; waits pass at once, unless a test passes a `sleep`. */
export async function openSimulatedSource({
  clock,
  log,
  jobsApi = 'cloudbackup-jobs',
  history = false,
  sleep = async () => {},
}: SimulatedSourceParts): Promise<SimulatedSource> {
  const simulator = createSimulator({ now: clock.elsewhere ?? clock.now, history });
  const { url, close: stop } = await simulator.listen(0);
  const { close, ...opened } = createAvePointJobSource({
    settings: simulatedSettings(url, { jobsApi }),
    clock,
    sleep,
    random: () => 0.5,
    log,
  });
  return {
    ...opened,
    simulator,
    async close() {
      await close();
      await stop();
    },
  };
}
