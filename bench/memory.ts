import { setTimeout as sleep } from 'node:timers/promises';
import { createLoad } from './load.ts';
import type { Bot, Scene } from './scene.ts';

const turns = 10_000;

export interface Memory {
  readonly rssMb: number;
  readonly heapMb: number;
}

/**
 * The memory of both bots, in processes of their own, after 10,000 turns, each with another question: what is resident,
 * and the used part of the heap, a second after the second of two collections of all garbage.
 */
export async function weighBots(scene: Scene): Promise<{ readonly real: Memory; readonly bare: Memory }> {
  const { real, bare } = await scene.another(['--expose-gc']);
  const weigh = async (bot: Bot): Promise<Memory> => {
    const load = createLoad(bot.ready.url, scene.messages.different);
    await load.count(turns);
    await load.close();
    for (let collections = 0; collections < 2; collections += 1) {
      await bot.report();
      await sleep(1_000);
    }
    const { rssBytes, heapBytes } = await bot.report();
    bot.stop();
    return { rssMb: rssBytes / 2 ** 20, heapMb: heapBytes / 2 ** 20 };
  };
  return { bare: await weigh(bare), real: await weigh(real) };
}
