import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createSimulator } from '../../simulator/simulator.ts';
import { simulatedClient } from '../../simulator/tokens.ts';
import type { Subscription } from '../../src/digest/subscription.ts';
import { createSubscriptions } from '../../src/digest/subscriptions.ts';
import type { Store } from '../../src/domain/store.ts';
import { openChannelEnd } from '../support/channel-end.ts';
import { seedDigests, seededPlaces } from '../support/seed-digests.ts';

export interface KillPlan {
  readonly digests: number;
  readonly kills: number;
  /** Processes at the same time. */
  readonly instances: number;
  /** Where the processes find the store. */
  readonly env: Readonly<Record<string, string>>;
  /** Opens the same store here; only while no process has it, where it is not shared. */
  readonly open: () => Promise<Store>;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
}

export interface KillResult {
  /** Conversations in the order in which messages were taken. */
  readonly taken: readonly { readonly place: string; readonly isAgain: boolean }[];
  /** Conversations whose message was begun and not recorded when a process was killed. */
  readonly inDoubt: ReadonlySet<string>;
  readonly kills: number;
}

const isTypeScript = import.meta.url.endsWith('.ts');
const script = fileURLToPath(new URL(`./fixtures/instance${isTypeScript ? '.ts' : '.js'}`, import.meta.url));

/** Has digests delivered by processes that are killed at random moments, until all of them are recorded. */
export async function deliverThroughKills(plan: KillPlan): Promise<KillResult> {
  const { digests, instances, random } = plan;
  const simulator = await createSimulator().listen(0);
  const inDoubt = new Set<string>();
  const processes: ChildProcess[] = [];
  let kills = 0;
  let isOver = false;
  let untilKill = nextKill();

  function nextKill(): number {
    return 1 + Math.floor(random() * ((1.6 * digests) / plan.kills - 2));
  }

  /** A message is taken, and then its process may die before it hears of that, or right after. */
  const end = await openChannelEnd(async () => {
    untilKill -= 1;
    if (untilKill === 0 && kills < plan.kills) {
      untilKill = nextKill();
      kills += 1;
      const victim = processes[Math.floor(random() * processes.length)];
      const kill = () => {
        victim?.kill('SIGKILL');
        // Until another instance takes the lease, what the dead one began stands as it left it.
        if (instances > 1) void note();
      };
      if (random() < 0.5) kill();
      else setTimeout(kill, random() * 20);
    }
    await sleep(random() * 5);
    return { status: 201 };
  });

  const dueAt = Math.floor(Date.now() / 60_000) * 60_000;
  const filling = await plan.open();
  await seedDigests(filling, { count: digests, dueAt, serviceUrl: end.serviceUrl });
  await filling.close();

  async function live(): Promise<void> {
    while (!isOver) {
      const child = spawn(
        process.execPath,
        isTypeScript ? ['--import', 'tsx', script] : ['--enable-source-maps', script],
        {
          stdio: ['ignore', 'ignore', 'inherit'],
          env: {
            PATH: process.env.PATH,
            PORT: '0',
            LOG_LEVEL: 'fatal',
            AVEPOINT_GRAPH_URL: simulator.url,
            AVEPOINT_TOKEN_URL: `${simulator.url}/connect/token`,
            AVEPOINT_CLIENT_ID: simulatedClient.id,
            AVEPOINT_CLIENT_SECRET: simulatedClient.secret,
            ...plan.env,
          },
        },
      );
      processes.push(child);
      await new Promise(resolve => child.once('exit', resolve));
      processes.splice(processes.indexOf(child), 1);
      if (!isOver && instances === 1) await note();
    }
  }

  /** What the store says was begun and has no end yet. */
  async function note(): Promise<void> {
    const store = await plan.open();
    for (const { place, begun } of await everything(store, digests))
      if (begun.length > 0) inDoubt.add(place.id);
    await store.close();
  }

  async function isAllRecorded(): Promise<boolean> {
    if (new Set(end.taken.map(({ conversation }) => conversation)).size < digests) return false;
    if (instances === 1) return true;
    const store = await plan.open();
    const all = await everything(store, digests);
    for (const { place, begun } of all) if (begun.length > 0) inDoubt.add(place.id);
    await store.close();
    return all.every(({ begun, toldUntil }) => begun.length === 0 && toldUntil === dueAt);
  }

  const lives = Array.from({ length: instances }, () => live());
  try {
    while (!(await isAllRecorded())) await sleep(instances === 1 ? 50 : 200);
    await sleep(500);
  } finally {
    isOver = true;
    for (const child of processes) child.kill('SIGKILL');
    await Promise.all(lives);
    await end.close();
    await simulator.close();
  }
  if (instances === 1) await note();
  const taken = end.taken.map(({ conversation, text }) => ({
    place: conversation,
    isAgain: text.includes('Again: '),
  }));
  return { taken, inDoubt, kills };
}

async function everything(store: Store, digests: number): Promise<readonly Subscription[]> {
  const subscriptions = createSubscriptions(store);
  const all = await Promise.all(seededPlaces(digests).map(place => subscriptions.ofPlace(place)));
  return all.flat().map(({ value }) => value);
}

/** Nothing is lost, and what came twice was in doubt and says so. */
export function assertOnceEach({ taken, inDoubt }: KillResult, digests: number): void {
  const byPlace = new Map<string, boolean[]>();
  for (const { place, isAgain } of taken) byPlace.set(place, [...(byPlace.get(place) ?? []), isAgain]);
  assert.equal(byPlace.size, digests, 'nothing is lost');
  for (const [place, marks] of byPlace) {
    if (marks.length === 1) continue;
    assert.ok(
      marks.slice(1).every(isAgain => isAgain),
      `${place} came again without saying so`,
    );
    assert.ok(inDoubt.has(place), `${place} came twice though its first was recorded`);
  }
}
