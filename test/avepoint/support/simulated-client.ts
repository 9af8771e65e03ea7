import { createSimulator, type SimulatorOptions } from '../../../simulator/simulator.ts';
import {
  type AvePointDependencies,
  type AvePointSettings,
  createAvePointJobSource,
} from '../../../src/avepoint/index.ts';
import { monotonicMs } from '../../../src/domain/time.ts';
import { clockOf, recordingMeter } from '../../support/fakes.ts';
import { simulatedSettings } from '../../support/simulated-settings.ts';
import { recordingLog } from './parts.ts';

export interface SimulatedClientOptions
  extends Pick<SimulatorOptions, 'switches' | 'history' | 'sleep'>,
    Pick<AvePointDependencies, 'dispatcher'> {
  readonly settings?: Partial<AvePointSettings>;
}

/** Both sides live by one clock: the real one, put forward by every wait, so that no test has to wait. */
function jumpingTime() {
  let ahead = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => Date.now() + ahead,
    sleep: async (ms: number) => {
      slept.push(ms);
      // What was started before this wait acts before it has passed.
      await new Promise(resolve => setImmediate(resolve));
      ahead += ms;
    },
  };
}

/** The client and the simulator, over real HTTP. */
export async function openSimulatedClient({ settings, dispatcher, ...options }: SimulatedClientOptions = {}) {
  const time = jumpingTime();
  const simulator = createSimulator({ now: time.now, ...options });
  const { url, close: stop } = await simulator.listen(0);
  const { log, lines } = recordingLog();
  const meter = recordingMeter();
  const { close, ...client } = createAvePointJobSource({
    settings: simulatedSettings(url, { backgroundTimeoutMs: 5_000, ...settings }),
    clock: clockOf(time.now),
    sleep: time.sleep,
    random: () => 0.5,
    meter,
    log,
    ...(dispatcher && { dispatcher }),
  });
  /** What the simulator was asked beside tokens. */
  const asked = () => simulator.requests().filter(({ path }) => path !== '/connect/token');
  return {
    ...client,
    url,
    simulator,
    time,
    lines,
    meter,
    asked,
    paths: () => asked().map(({ path }) => path),
    tokensAsked: () => simulator.requests().length - asked().length,
    soon: (ms = 10_000) => monotonicMs(time.now() + ms),
    async close() {
      await close();
      await stop();
    },
  };
}

export type SimulatedClient = Awaited<ReturnType<typeof openSimulatedClient>>;

/** Resolves once `isSo`; looks after everything else has had its turn. */
export async function eventually(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(resolve => setImmediate(resolve));
}
