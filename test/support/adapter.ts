import { noProxy } from '../../src/domain/proxy.ts';
import { type Clock, monotonicMs } from '../../src/domain/time.ts';
import { type AdapterOptions, BotAdapter } from '../../src/teams/adapter.ts';
import type { BotIdentity } from '../../src/teams/credentials.ts';
import { recordingLog } from './fakes.ts';

const machineClock: Clock = { now: () => Date.now(), monotonic: () => monotonicMs(performance.now()) };

/** Creates an adapter that renews neither keys nor token in the background, with the clock of this machine. */
export function createAdapter(
  identity: BotIdentity | undefined,
  options: Partial<AdapterOptions> = {},
): BotAdapter {
  return new BotAdapter(identity, {
    cloud: undefined,
    proxies: noProxy,
    noteAnswer: () => {},
    clock: machineClock,
    later: () => new Promise(() => {}),
    log: recordingLog(),
    fetch,
    fetchToken: undefined,
    ...options,
  });
}
