/** The product as a process that reports what it spends its processor time on, each time since the last report. */
import { type Profiler, Session } from 'node:inspector/promises';
import type { BotReady } from './bot.ts';
import { runAsChild } from './child.ts';
import { listenProduct, type ProductSettings } from './product.ts';

/** Milliseconds of self time of a function in a script; without an address if it is in no script. */
export type SelfTimes = readonly { readonly url: string; readonly name: string; readonly ms: number }[];

const session = new Session();

runAsChild<ProductSettings, BotReady, SelfTimes>({
  async start(settings) {
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: 500 });
    const url = await listenProduct(settings);
    await session.post('Profiler.start');
    return { url };
  },
  async report() {
    const { profile } = await session.post('Profiler.stop');
    await session.post('Profiler.start');
    return selfTimesOf(profile);
  },
});

function selfTimesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): SelfTimes {
  const times = new Map(
    nodes.map(({ id, callFrame: { url, functionName } }) => [id, { url, name: functionName, ms: 0 }]),
  );
  samples.forEach((id, index) => {
    const time = times.get(id);
    if (time) time.ms += (timeDeltas[index] ?? 0) / 1000;
  });
  return [...times.values()].filter(({ ms }) => ms > 0);
}
