/**
 * What takes minutes: digests and faults told by processes that are killed at random moments, and ten thousand digests
 * due in the same minute. Prints what happened beside what it is held against; ends with an error where a promise was broken.
 * `npm run soak kills` and `npm run soak crowd` run one part.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAzureTablesStore } from '../../src/store/azure-tables-store.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { assertOnceEach, deliverThroughKills } from '../../test/kills/digest-kills.ts';
import { assertAllTold, faultsThroughKills } from '../../test/kills/fault-kills.ts';
import { startAzurite } from '../../test/support/azurite.ts';
import { digits } from '../table.ts';
import { type CrowdResult, deliverToCrowd, leastSeconds } from './crowd.ts';

const [, , only] = process.argv;
const crowds = [1, 100, 10_000];
const most = { timeRatio: 1.1, memoryRatio: 1.5 };
let broken = 0;

if (only !== 'crowd') await kills();
if (only !== 'kills') await crowd();
console.log(broken === 0 ? '\nEvery promise was kept.' : `\n${broken} promises were broken.`);
process.exitCode = broken === 0 ? 0 : 1;

function promise(isKept: boolean, text: string): void {
  if (!isKept) broken += 1;
  console.log(`${isKept ? 'kept  ' : 'BROKEN'}  ${text}`);
}

async function kills(): Promise<void> {
  const plan = { digests: 200, kills: 50, random: Math.random };
  console.log('200 due digests, their processes killed 50 times:');
  const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-soak-'));
  const azurite = await startAzurite();
  const storeUrl = azurite.connectionString;
  const homes = [
    ['SQLite', { instances: 1, env: { DATA_DIR: dataDir }, open: async () => openSqliteStore({ dataDir }) }],
    [
      'Azure Tables, two instances',
      { instances: 2, env: { STORE_URL: storeUrl }, open: () => openAzureTablesStore({ storeUrl }) },
    ],
  ] as const;
  for (const [name, home] of homes) {
    const result = await deliverThroughKills({ ...plan, ...home });
    const twice = result.taken.length - new Set(result.taken.map(({ place }) => place)).size;
    const text = `${name}: ${result.kills} kills, ${result.taken.length} messages, ${twice} of them a second time and marked`;
    try {
      assertOnceEach(result, plan.digests);
      promise(true, text);
    } catch (error) {
      promise(false, `${text}: ${(error as Error).message}`);
    }
  }
  await faultKills(storeUrl);
  azurite.stop();
  rmSync(dataDir, { recursive: true });
}

/** In the same tables: nothing of the digests is due any more. */
async function faultKills(storeUrl: string): Promise<void> {
  const [conversations, kills] = [100, 50];
  console.log(
    `A failure and its recovery for ${conversations} conversations, two instances killed ${kills} times:`,
  );
  const result = await faultsThroughKills({
    conversations,
    kills,
    instances: 2,
    env: { STORE_URL: storeUrl },
    open: () => openAzureTablesStore({ storeUrl }),
    random: Math.random,
  });
  const twice = result.taken.length - 2 * conversations;
  const text = `${result.kills} kills, ${result.taken.length} messages, ${twice} of them a second time and marked, ${result.edits} edits`;
  try {
    assertAllTold(result, conversations);
    promise(true, text);
  } catch (error) {
    promise(false, `${text}: ${(error as Error).message}`);
  }
}

async function crowd(): Promise<void> {
  console.log('\nDigests due in the same minute, 2 % of the tries refused:');
  const results: CrowdResult[] = [];
  for (const count of crowds) {
    const result = await deliverToCrowd(count, count > 1 ? Math.random : () => 1);
    results.push(result);
    console.log(JSON.stringify(result));
  }
  const last = results.at(-1);
  if (!last) return;
  const least = leastSeconds(last.digests);
  promise(
    last.delivered === last.digests - last.lost,
    `${last.delivered} of ${last.digests} delivered, ${last.lost} cannot be`,
  );
  promise(last.twice === 0, `${last.twice} delivered twice`);
  promise(
    last.seconds <= most.timeRatio * least,
    `in ${digits(last.seconds)} s; 40 a second allow ${digits(least)} s: ratio ${digits(last.seconds / least)}, at most ${most.timeRatio}`,
  );
  promise(
    last.mostMb <= most.memoryRatio * last.idleMb,
    `memory ${digits(last.mostMb)} MB, idle ${digits(last.idleMb)} MB: ratio ${digits(last.mostMb / last.idleMb)}, at most ${most.memoryRatio}`,
  );
  const requests = results.map(({ apiRequests }) => apiRequests);
  promise(
    new Set(requests).size === 1,
    `API requests for ${crowds.join(', ')} subscribers: ${requests.join(', ')}`,
  );
}
