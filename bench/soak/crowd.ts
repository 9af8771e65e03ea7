import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSimulator, type Simulator } from '../../simulator/simulator.ts';
import { simulatedClient } from '../../simulator/tokens.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import type { Came } from '../../test/support/channel-end.ts';
import { seedDigests } from '../../test/support/seed-digests.ts';
import { type Child, scriptBeside, startChild } from '../child.ts';
import type { CrowdReady, CrowdReport } from './crowd-bot.ts';
import { isForGood, openStrictTeams } from './strict-teams.ts';

export interface Crowd {
  readonly digests: number;
  /** How many of them ask different questions; the others ask alike. */
  readonly different: number;
}

export interface CrowdResult extends Crowd {
  readonly delivered: number;
  readonly twice: number;
  readonly lost: number;
  readonly refused: Readonly<Record<number, number>>;
  readonly throttled: number;
  /** From the due time to the last message that was taken at its first try, and to the last of all. */
  readonly firstTrySeconds: number;
  readonly seconds: number;
  /** Tries that came sooner after a refusal than its back-off allows. */
  readonly tooSoon: number;
  /** Requests that ask for jobs or counts, and those for the plan of the runs. */
  readonly requests: RequestCount;
  /** The same of a bot without any subscription that ran beside it. */
  readonly idleRequests: RequestCount;
  readonly idleMb: number;
  readonly mostMb: number;
}

interface RequestCount {
  readonly reading: number;
  readonly plan: number;
}

/** A rate of forty a second. */
const perSecond = 40;
/** The bot is up and has been idle for a while before the digests are due. */
const leadMs = 15_000;
/** A message that Teams refuses for good is tried again after a minute, and the crowd has come by then. */
const patienceMs = 90_000;
/** The reader is between two of its polls once it has asked nothing for so long. */
const quietMs = 8_000;
/** The back-off is at least so long: Retry-After, or a random part of two seconds or of a minute. */
const leastBackOffMs: Readonly<Record<number, number>> = { 412: 1_600, 429: 2_000, 502: 1_600 };
const closedMs = 30_000;

/** Conversations whose digests are due in the same minute: what becomes of them, and what it costs. */
export async function deliverToCrowd(
  { digests, different }: Crowd,
  random: () => number,
): Promise<CrowdResult> {
  const tries = createTries();
  const teams = await openStrictTeams(random, { onAnswer: tries.note });
  const dueAt = Math.ceil((Date.now() + leadMs + digests * 2) / 60_000) * 60_000;
  const folders = [newFolder(), newFolder()] as const;
  await fill(folders[0], { count: digests, different, dueAt, serviceUrl: teams.serviceUrl });
  const [bot, idle] = await Promise.all([startBot(folders[0]), startBot(folders[1])]);
  const mb = async () => (await bot.child.report()).rssBytes / 2 ** 20;
  try {
    await sleep(Math.max(0, dueAt - 2_000 - Date.now()));
    const idleMb = await mb();
    let mostMb = idleMb;
    let lastAt = dueAt;
    let count = 0;
    while (count + teams.lost.size < digests && Date.now() < lastAt + patienceMs) {
      await sleep(1_000);
      mostMb = Math.max(mostMb, await mb());
      if (teams.taken.length > count) lastAt = Date.now();
      count = teams.taken.length;
    }
    await betweenPolls([bot.simulator, idle.simulator]);
    const reached = new Set(teams.taken.map(({ conversation }) => conversation));
    return {
      ...{ digests, different },
      delivered: reached.size,
      twice: teams.taken.length - reached.size,
      lost: teams.lost.size,
      refused: teams.refused,
      throttled: teams.throttled(),
      firstTrySeconds: (tries.lastAtFirst() - dueAt) / 1_000,
      seconds: (lastAt - dueAt) / 1_000,
      tooSoon: tries.tooSoon(),
      requests: countOf(bot.simulator),
      idleRequests: countOf(idle.simulator),
      idleMb,
      mostMb,
    };
  } finally {
    await Promise.all([bot.close(), idle.close()]);
    await teams.close();
  }
}

/** The shortest time that the rate allows. */
export function leastSeconds(digests: number): number {
  return digests / perSecond;
}

interface RunningBot {
  readonly simulator: Simulator;
  readonly child: Child<CrowdReady, CrowdReport>;
  close(): Promise<void>;
}

const newFolder = () => mkdtempSync(join(tmpdir(), 'backup-watch-crowd-'));

/** The product with an AvePoint of its own. */
async function startBot(dataDir: string): Promise<RunningBot> {
  const simulator = createSimulator();
  const api = await simulator.listen(0);
  const child = await startChild<CrowdReady, CrowdReport>(scriptBeside(import.meta.url, 'crowd-bot'), {
    PORT: '0',
    LOG_LEVEL: 'fatal',
    DATA_DIR: dataDir,
    AVEPOINT_GRAPH_URL: api.url,
    AVEPOINT_TOKEN_URL: `${api.url}/connect/token`,
    AVEPOINT_CLIENT_ID: simulatedClient.id,
    AVEPOINT_CLIENT_SECRET: simulatedClient.secret,
  });
  return {
    simulator,
    child,
    async close() {
      child.stop();
      await api.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function fill(dataDir: string, seed: Parameters<typeof seedDigests>[1]): Promise<void> {
  const store = openSqliteStore({ dataDir });
  await seedDigests(store, seed);
  await store.close();
}

/** Both bots have made the same number of polls then: they began at the same time, and none has a poll under way. */
async function betweenPolls(simulators: readonly Simulator[]): Promise<void> {
  const lastAt = () => Math.max(...simulators.map(simulator => simulator.requests().at(-1)?.at ?? 0));
  while (Date.now() - lastAt() < quietMs) await sleep(500);
}

function countOf(simulator: Simulator): RequestCount {
  const paths = simulator.requests().flatMap(({ path }) => (path === '/connect/token' ? [] : [path]));
  const plan = paths.filter(path => planPath.test(path)).length;
  return { plan, reading: paths.length - plan };
}

const planPath = /\/frequency$/;

/** Remembers what became of each conversation's first try, and when it was tried again. */
function createTries() {
  const last = new Map<string, { readonly status: number; readonly at: number }>();
  let lastAtFirst = 0;
  let tooSoon = 0;
  return {
    note({ conversation, method }: Came, status: number): void {
      if (method === 'GET') return;
      const before = last.get(conversation);
      const now = Date.now();
      if (!before && status < 300) lastAtFirst = now;
      if (before && now - before.at < backOffOf(before.status)) tooSoon += 1;
      last.set(conversation, { status, at: now });
    },
    lastAtFirst: () => lastAtFirst,
    tooSoon: () => tooSoon,
  };
}

function backOffOf(status: number): number {
  return isForGood(status) ? closedMs : (leastBackOffMs[status] ?? 0);
}
