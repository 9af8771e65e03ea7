/**
 * What the product spends its processor time on: self time of turns and presses by package, and by file of its own. Run
 * by `npm run bench:profile`; `npm run bench:profile 20` measures 20 seconds of each.
 */
import type { BackendReady, BackendReport, BackendSettings } from './backend.ts';
import type { BotReady } from './bot.ts';
import { scriptBeside, startChild } from './child.ts';
import { type Bodies, createLoad } from './load.ts';
import type { ProductSettings } from './product.ts';
import type { SelfTimes } from './profiled-bot.ts';
import { askAround, clockOffsetMs } from './scene.ts';
import { digits } from './table.ts';

const seconds = Number(process.argv[2] ?? 10);
const shown = 14;

const backend = await startChild<BackendReady, BackendReport>(scriptBeside(import.meta.url, 'backend'), {
  clockOffsetMs,
} satisfies BackendSettings);
const bot = await startChild<BotReady, SelfTimes>(scriptBeside(import.meta.url, 'profiled-bot'), {
  simulatorUrl: backend.ready.simulatorUrl,
  clockOffsetMs,
} satisfies ProductSettings);

const { messages, presses } = await askAround(bot.ready.url, backend);
await profile('turns', messages.same);
await profile('turns, each another question', messages.different);
await profile('presses', presses.same);
await profile('presses, each of another window', presses.different);
bot.stop();
backend.stop();

async function profile(what: string, bodies: Bodies): Promise<void> {
  const load = createLoad(bot.ready.url, bodies);
  await load.run(2_000);
  await bot.report();
  const { requests } = await load.run(seconds * 1_000);
  const times = await bot.report();
  await load.close();
  console.log(`\n${what}: ${requests} in ${seconds} s; ms of self time for each, the largest first`);
  print(gather(times, packageOf), requests);
  console.log('  of our own, by file:');
  print(gather(times, ownFileOf), requests);
  console.log('  the largest functions:');
  print(gather(times, functionOf), requests);
}

function gather(times: SelfTimes, nameOf: (time: SelfTimes[number]) => string | undefined) {
  const gathered = new Map<string, number>();
  for (const time of times) {
    const name = nameOf(time);
    if (name !== undefined) gathered.set(name, (gathered.get(name) ?? 0) + time.ms);
  }
  return gathered;
}

function print(gathered: ReadonlyMap<string, number>, requests: number): void {
  const largest = [...gathered].toSorted(([, a], [, b]) => b - a).slice(0, shown);
  for (const [name, ms] of largest) console.log(`  ${digits(ms / requests).padStart(8)}  ${name}`);
}

type Where = Pick<SelfTimes[number], 'url' | 'name'>;

function packageOf({ url, name }: Where): string {
  if (url === '') return name || '(native)';
  if (url.startsWith('node:')) return 'node';
  return ownFileOf({ url }) ? 'our own' : (packageIn(url) ?? url);
}

function functionOf({ url, name }: Where): string {
  return `${name || '(anonymous)'}  ${ownFileOf({ url }) ?? packageIn(url) ?? url}`;
}

function packageIn(url: string): string | undefined {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
}

function ownFileOf({ url }: Pick<Where, 'url'>): string | undefined {
  return url.includes('node_modules') ? undefined : /\/dist\/(.*)$/.exec(url)?.[1];
}
