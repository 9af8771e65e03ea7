import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSimulator } from '../../simulator/simulator.ts';
import { simulatedClient } from '../../simulator/tokens.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { seedDigests } from '../../test/support/seed-digests.ts';
import { scriptBeside, startChild } from '../child.ts';
import type { CrowdReady, CrowdReport } from './crowd-bot.ts';
import { openStrictTeams } from './strict-teams.ts';

export interface CrowdResult {
  readonly digests: number;
  readonly delivered: number;
  readonly twice: number;
  readonly lost: number;
  readonly refused: Readonly<Record<number, number>>;
  readonly throttled: number;
  readonly apiRequests: number;
  readonly seconds: number;
  readonly idleMb: number;
  readonly mostMb: number;
}

/** A rate of forty a second. */
const perSecond = 40;
/** The bot is up and has been idle for a while before the digests are due. */
const leadMs = 15_000;
/** One that is not found is tried again after a minute, and then given up. */
const patienceMs = 90_000;

/** So many conversations whose digests are due in the same minute: what becomes of them, and what it costs. */
export async function deliverToCrowd(digests: number, random: () => number): Promise<CrowdResult> {
  const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-crowd-'));
  const simulator = createSimulator();
  const api = await simulator.listen(0);
  const teams = await openStrictTeams(random);
  const dueAt = Math.ceil((Date.now() + leadMs + digests * 1.5) / 60_000) * 60_000;
  const store = openSqliteStore({ dataDir });
  await seedDigests(store, { count: digests, dueAt, serviceUrl: teams.serviceUrl });
  await store.close();
  const bot = await startChild<CrowdReady, CrowdReport>(scriptBeside(import.meta.url, 'crowd-bot'), {
    PORT: '0',
    LOG_LEVEL: 'fatal',
    DATA_DIR: dataDir,
    AVEPOINT_GRAPH_URL: api.url,
    AVEPOINT_TOKEN_URL: `${api.url}/connect/token`,
    AVEPOINT_CLIENT_ID: simulatedClient.id,
    AVEPOINT_CLIENT_SECRET: simulatedClient.secret,
  });
  const mb = async () => (await bot.report()).rssBytes / 2 ** 20;
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
    const reached = new Set(teams.taken.map(({ conversation }) => conversation));
    return {
      digests,
      delivered: reached.size,
      twice: teams.taken.length - reached.size,
      lost: teams.lost.size,
      refused: teams.refused,
      throttled: teams.throttled(),
      apiRequests: simulator.requests().length,
      seconds: (lastAt - dueAt) / 1_000,
      idleMb,
      mostMb,
    };
  } finally {
    bot.stop();
    await teams.close();
    await api.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The shortest time that the rate allows. */
export function leastSeconds(digests: number): number {
  return digests / perSecond;
}
