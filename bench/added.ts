import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { otherMessage, startTimeOf } from './asked.ts';
import type { Stay } from './backend.ts';
import { postTo } from './load.ts';
import type { Backend, Scene } from './scene.ts';
import { percentile } from './table.ts';

const perSecond = 50;
const warmUpTurns = 10 * perSecond;
const turnsARound = 10 * perSecond;
const rounds = 3;

/** Milliseconds of a turn beyond what the API and Teams took for it. */
export interface AddedTime {
  readonly p50: number;
  readonly p99: number;
}

/**
 * What the bots add to a turn if 50 begin every second, whether those before are answered or not, each with another
 * question. A turn lasts from the first byte that the sender writes to the last that it reads; this excludes the time
 * in which one of its requests was with the simulator or the channel, measured in their process. What the loopback, the
 * sender and a queue before either of them take counts as the bot's.
 */
export async function timeAdded(
  scene: Scene,
): Promise<{ readonly real: AddedTime; readonly bare: AddedTime }> {
  const sides = [scene.bare, scene.real].map(bot => ({
    bot,
    pool: new Pool(bot.ready.url),
    ms: [] as number[],
  }));
  for (const { pool } of sides) await openLoop(scene.backend, pool, warmUpTurns);
  for (let round = 0; round < rounds; round += 1)
    for (const { pool, ms } of sides) ms.push(...(await openLoop(scene.backend, pool, turnsARound)));
  await Promise.all(sides.map(({ pool }) => pool.close()));
  const [bare, real] = sides.map(({ ms }) => ({ p50: percentile(ms, 0.5), p99: percentile(ms, 0.99) }));
  if (!bare || !real) throw new Error('Nothing was measured.');
  return { bare, real };
}

let index = 0;

async function openLoop(backend: Backend, pool: Pool, turns: number): Promise<number[]> {
  const startedAt = performance.now();
  const under = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const waitMs = startedAt + (turn * 1_000) / perSecond - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    under.push(takeTurn(backend, pool, index++));
  }
  const took = await Promise.all(under);
  const { stays } = await backend.report('stays');
  return took.map(({ id, startTime, ms }) => {
    const its = stays.filter(({ url }) => url.includes(`/${id}`) || url.includes(`=${startTime}&`));
    if (its.length === 0) throw new Error('The requests of a turn were not seen.');
    return ms - lengthOf(its);
  });
}

async function takeTurn({ ready }: Backend, pool: Pool, index: number) {
  const id = `added-${index}.`;
  const body = JSON.stringify({ ...otherMessage(ready.serviceUrl, index), id });
  const startedAt = performance.now();
  await postTo(pool, body);
  return { id, startTime: startTimeOf(index), ms: performance.now() - startedAt };
}

/** The time in which there was at least one of them. */
function lengthOf(stays: readonly Stay[]): number {
  let length = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const { from, to } of stays.toSorted((a, b) => a.from - b.from)) {
    length += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return length;
}
