import { type Bodies, createLoad, type Load } from './load.ts';
import type { Scene } from './scene.ts';
import { digits, median } from './table.ts';

const rounds = 5;
const roundMs = 3_000;
const warmUpMs = 5_000;

/** Medians over the rounds. */
interface Throughput {
  readonly perSecond: number;
  /** Of the bot's process, for each request. */
  readonly cpuMs: number;
}

export interface Comparison {
  readonly real: Throughput;
  readonly bare: Throughput;
}

interface Round extends Throughput {
  /** Mean size of an answer. */
  readonly bytes: number;
}

/**
 * Sends the same to both bots in turns, so that the machine's other work affects both, and prints each round.
 * `answeredBy` names the place where the card arrives. Rejects if the two do not answer with the same number of bytes,
 * give or take `tolerance`: then the comparison would mean nothing.
 */
export async function compare(
  scene: Scene,
  bodies: Bodies,
  answeredBy: 'response' | 'connector',
  tolerance = 0.02,
): Promise<Comparison> {
  const sides = {
    bare: { bot: scene.bare, load: createLoad(scene.bare.ready.url, bodies), rounds: [] as Round[] },
    real: { bot: scene.real, load: createLoad(scene.real.ready.url, bodies), rounds: [] as Round[] },
  };

  async function round({ bot, load }: { bot: Scene['real']; load: Load }, ms: number): Promise<Round> {
    const [sentBefore, { cpuMs: cpuBefore }] = await Promise.all([scene.backend.report(), bot.report()]);
    const { requests, seconds, bytes } = await load.run(ms);
    const [sentAfter, { cpuMs }] = await Promise.all([scene.backend.report(), bot.report()]);
    const sent = sentAfter.activities - sentBefore.activities;
    if (sent !== (answeredBy === 'connector' ? requests : 0)) {
      throw new Error(`${requests} activities were answered with ${sent} to the channel.`);
    }
    const answered = answeredBy === 'connector' ? sentAfter.bytes - sentBefore.bytes : bytes;
    return {
      perSecond: requests / seconds,
      cpuMs: (cpuMs - cpuBefore) / requests,
      bytes: answered / requests,
    };
  }

  await round(sides.bare, warmUpMs);
  await round(sides.real, warmUpMs);
  for (let count = 0; count < rounds; count++) {
    const order = count % 2 === 0 ? [sides.bare, sides.real] : [sides.real, sides.bare];
    for (const side of order) side.rounds.push(await round(side, roundMs));
    console.log(
      `  round ${count + 1}: ${sayRound('bare', sides.bare.rounds)}, ${sayRound('real', sides.real.rounds)}`,
    );
  }
  await Promise.all([sides.bare.load.close(), sides.real.load.close()]);
  const [bareBytes, realBytes] = [bytesOf(sides.bare.rounds), bytesOf(sides.real.rounds)];
  if (Math.abs(realBytes / bareBytes - 1) > tolerance) {
    throw new Error(`The bare bot answered with ${bareBytes} bytes, the real one with ${realBytes}.`);
  }
  return { real: summary(sides.real.rounds), bare: summary(sides.bare.rounds) };
}

function sayRound(name: string, rounds: readonly Round[]): string {
  const { perSecond, cpuMs, bytes } = rounds.at(-1) ?? { perSecond: 0, cpuMs: 0, bytes: 0 };
  return `${name} ${digits(perSecond)}/s (${digits(cpuMs)} ms of CPU, ${Math.round(bytes)} bytes)`;
}

function bytesOf(rounds: readonly Round[]): number {
  return Math.round(median(rounds.map(({ bytes }) => bytes)));
}

function summary(rounds: readonly Round[]): Throughput {
  return {
    perSecond: median(rounds.map(({ perSecond }) => perSecond)),
    cpuMs: median(rounds.map(({ cpuMs }) => cpuMs)),
  };
}
