import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createSimulator, type Simulator } from '../../simulator/simulator.ts';
import { simulatedClient } from '../../simulator/tokens.ts';
import type { Store } from '../../src/domain/store.ts';
import type { StoreReader } from '../../src/store/whole-store.ts';
import { type Came, openChannelEnd } from '../support/channel-end.ts';
import { stopHolder } from './stopped-holder.ts';

/** The product in processes of its own, each of which is started anew when it is killed. */
export interface KilledProcesses {
  readonly kills: number;
  /** How often the process that sends is stopped for longer than its lease lasts, and then goes on. */
  readonly stops: number;
  /** Processes at the same time. */
  readonly instances: number;
  /** The settings by which the processes find the store. */
  readonly env: Readonly<Record<string, string>>;
  /** Opens the same store here; only while no process has it, if it is not shared. */
  readonly open: () => Promise<Store>;
  /** Opens the same store here for reading, also while a process has it. */
  readonly openToRead: () => Promise<StoreReader>;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
}

/** What the processes are to do, and how it is known that they have done it. */
export interface KilledWork {
  /** How many messages it takes, about: the kills are spread over them. */
  readonly messages: number;
  /** The lease of whichever process sends. */
  readonly lease: string;
  /** Fills the store before the first process starts. */
  prepare(store: Store, serviceUrl: string, simulator: Simulator): Promise<void>;
  /** What is in doubt in the store now: begun, and without an end. */
  inDoubt(store: StoreReader): Promise<Iterable<string>>;
  /** True once all has come that is to come; may set the next thing going. */
  hasCome(taken: readonly Came[], simulator: Simulator): boolean;
  /** True once all of it is recorded. */
  isRecorded(store: StoreReader): Promise<boolean>;
}

export interface Survived {
  /** What the channel took, in order. */
  readonly taken: readonly Came[];
  /** What was begun and not recorded when a process was killed or stopped. */
  readonly inDoubt: ReadonlySet<string>;
  readonly kills: number;
  readonly stops: number;
  /** How many processes ended by themselves once they had been stopped and went on. */
  readonly endedAfterStop: number;
}

/** A process lives for seconds; if its lives take longer than this, something stands still. */
const mostMsALife = 60_000;

const isTypeScript = import.meta.url.endsWith('.ts');

/** What runs a file beside this one, from the sources and from the build. */
export function nodeArgs(name: string): readonly string[] {
  const script = fileURLToPath(new URL(`./${name}${isTypeScript ? '.ts' : '.js'}`, import.meta.url));
  return isTypeScript ? ['--import', 'tsx', script] : ['--enable-source-maps', script];
}

/** The records of a collection, all in a few requests. */
export async function recordsOf(store: StoreReader, collection: string): Promise<readonly unknown[]> {
  const values: unknown[] = [];
  for await (const { value } of store.all(collection)) values.push(value);
  return values;
}

/** Starts the whole product as a process of its own, which asks the simulator at `apiUrl`. */
export function startInstance(apiUrl: string, env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, nodeArgs('instance'), {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      LOG_LEVEL: 'fatal',
      WATCH_INTERVAL_SECONDS: '1',
      AVEPOINT_GRAPH_URL: apiUrl,
      AVEPOINT_TOKEN_URL: `${apiUrl}/connect/token`,
      AVEPOINT_CLIENT_ID: simulatedClient.id,
      AVEPOINT_CLIENT_SECRET: simulatedClient.secret,
      ...env,
    },
  });
}

/**
 * Has work done by processes that are killed and stopped at random moments, until all of it is recorded. Rejects if
 * that takes too long, and with what fails on the way; no process is left behind either way.
 */
export async function throughKills(plan: KilledProcesses, work: KilledWork): Promise<Survived> {
  const { instances, random } = plan;
  const simulator = createSimulator({ history: false });
  const api = await simulator.listen(0);
  const inDoubt = new Set<string>();
  const processes: ChildProcess[] = [];
  const strokes = plan.kills + plan.stops;
  const deadline = performance.now() + (1 + strokes) * mostMsALife;
  let [kills, stops, endedAfterStop] = [0, 0, 0];
  const wereStopped = new Set<ChildProcess>();
  let stopping: Promise<void> | undefined;
  let isOver = false;
  let trouble: unknown;
  let untilStroke = nextStroke();

  /** So many messages later: all strokes come before the messages are over. */
  function nextStroke(): number {
    return 1 + Math.floor(random() * (work.messages / strokes - 2));
  }

  /** Which of the strokes that are left comes next. Only one process is stopped at a time. */
  function isStopNext(): boolean {
    const [killsLeft, stopsLeft] = [plan.kills - kills, plan.stops - stops];
    if (stopping || stopsLeft === 0) return false;
    return random() * (killsLeft + stopsLeft) < stopsLeft;
  }

  function kill(): void {
    if (kills === plan.kills) return;
    kills += 1;
    const running = processes.filter(child => child !== stopped);
    running[Math.floor(random() * running.length)]?.kill('SIGKILL');
    // Until another instance takes the lease, what the dead one began stands as it left it.
    if (instances > 1) note().catch(fail);
  }

  let stopped: ChildProcess | undefined;
  function stop(): void {
    stops += 1;
    stopping = stopHolder({
      processes,
      lease: work.lease,
      open: plan.openToRead,
      isShared: instances > 1,
      async onStopped(child) {
        stopped = child;
        wereStopped.add(child);
        await note();
      },
    })
      .catch(fail)
      .finally(() => {
        stopped = undefined;
        stopping = undefined;
      });
  }

  function strike(): void {
    if (kills + stops === strokes) return;
    const isStop = isStopNext();
    if (!isStop && kills === plan.kills) return;
    untilStroke = nextStroke();
    if (isStop) stop();
    else if (random() < 0.5) kill();
    else setTimeout(kill, random() * 20);
  }

  /** A message is accepted; then its process may die or be stopped before it gets the response, or right after. */
  const end = await openChannelEnd(async () => {
    untilStroke -= 1;
    if (untilStroke <= 0) strike();
    await sleep(random() * 5);
    return { status: 201 };
  });

  const filling = await plan.open();
  await work.prepare(filling, end.serviceUrl, simulator);
  await filling.close();

  function fail(error: unknown): void {
    trouble ??= error;
  }

  async function live(): Promise<void> {
    while (!isOver) {
      const child = startInstance(api.url, plan.env);
      processes.push(child);
      const signal = await new Promise(resolve => child.once('exit', (_code, by) => resolve(by)));
      processes.splice(processes.indexOf(child), 1);
      // One that can't open the store while the machine is busy ends at its start, and the next one tries.
      if (signal !== 'SIGKILL' && wereStopped.has(child)) endedAfterStop += 1;
      if (!isOver && instances === 1) await note();
    }
  }

  async function note(): Promise<void> {
    const store = await plan.openToRead();
    for (const name of await work.inDoubt(store)) inDoubt.add(name);
    await store.close();
  }

  async function isDone(): Promise<boolean> {
    if (trouble) throw trouble;
    if (performance.now() > deadline)
      throw new Error(`not done in time: ${end.taken.length} messages came, after ${kills} kills`);
    if (!work.hasCome(end.taken, simulator)) return false;
    const store = await plan.openToRead();
    const isRecorded = await work.isRecorded(store);
    await store.close();
    return isRecorded;
  }

  const lives = Array.from({ length: instances }, () => live().catch(fail));
  try {
    while (!(await isDone())) await sleep(instances === 1 ? 50 : 200);
    await sleep(500);
  } finally {
    isOver = true;
    await stopping;
    for (const child of processes) child.kill('SIGKILL');
    await Promise.all(lives);
    await end.close();
    await api.close();
  }
  return { taken: end.taken, inDoubt, kills, stops, endedAfterStop };
}
