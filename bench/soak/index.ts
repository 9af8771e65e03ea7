/**
 * What takes minutes: digests and faults told by processes that are killed at random moments, ten thousand digests due in
 * the same minute, conversations while the API and Teams misbehave, and whatever may come from outside. Prints what happened
 * beside what it is held against; ends with an error where a promise was broken. `npm run soak kills`, `crowd`, `talk` and
 * `fuzz` run one part; `npm run soak talk 60 7` talks for 60 seconds, its dice thrown as the seed 7 says, and
 * `npm run soak fuzz 7` is the same each time.
 */
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDice } from '../../simulator/dice.ts';
import { openAzureTablesStore } from '../../src/store/azure-tables-store.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { fuzzActivities } from '../../test/fuzz/activities.ts';
import { fuzzApiBodies } from '../../test/fuzz/api-bodies.ts';
import { fuzzSentences } from '../../test/fuzz/sentences.ts';
import { assertOnceEach, deliverThroughKills } from '../../test/kills/digest-kills.ts';
import { assertAllTold, faultsThroughKills } from '../../test/kills/fault-kills.ts';
import { openThroughKills } from '../../test/kills/store-kills.ts';
import { startAzurite } from '../../test/support/azurite.ts';
import { digits } from '../table.ts';
import { type CrowdResult, deliverToCrowd, leastSeconds } from './crowd.ts';
import { talkThroughTrouble } from './talk.ts';

const [, , only, ...options] = process.argv;
const conversations = 32;
const talkSeconds = 600;
const mostDelayMs = 100;
const mostGrowth = 1.1;
const crowds = [1, 100, 10_000];
/** Of a failure: some of what is generated is long. */
const mostSaid = 2_000;
const most = { timeRatio: 1.1, memoryRatio: 1.5 };
let broken = 0;

const parts: Readonly<Record<string, () => Promise<void>>> = { kills, crowd, talk, fuzz };
for (const [name, part] of Object.entries(parts)) if (only === undefined || only === name) await part();
console.log(broken === 0 ? '\nEvery promise was kept.' : `\n${broken} promises were broken.`);
process.exitCode = broken === 0 ? 0 : 1;

function promise(isKept: boolean, text: string): void {
  if (!isKept) broken += 1;
  console.log(`${isKept ? 'kept  ' : 'BROKEN'}  ${text}`);
}

async function kills(): Promise<void> {
  const plan = { digests: 200, kills: 50, random: Math.random };
  await storeKills();
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

async function storeKills(): Promise<void> {
  const lives = 300;
  const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-soak-'));
  console.log(`The embedded store, opened and closed by ${lives} processes that are killed meanwhile:`);
  try {
    const { kept } = await openThroughKills({ dataDir, lives, random: Math.random });
    promise(true, `SQLite: opened by each of them, ${kept} records, none lost`);
  } catch (error) {
    promise(false, `SQLite: ${(error as Error).message}`);
  }
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
  const twice = result.taken.filter(({ isAgain }) => isAgain).length;
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

async function talk(): Promise<void> {
  const [seconds = talkSeconds, seed = Math.floor(Math.random() * 2 ** 31)] = options.map(Number);
  console.log(
    `\n${conversations} conversations for ${seconds} s, the API in trouble and out of it, 2 % of the sends refused; seed ${seed}:`,
  );
  const result = await talkThroughTrouble({ seconds, conversations, random: createDice(seed).next });
  console.log(JSON.stringify(result));
  const { unanswered, strays, unhandled, statuses, thirds, messages, presses } = result;
  const [, second, last] = thirds;
  promise(
    unanswered.length === 0,
    `${unanswered.length} of ${messages} messages and ${presses} presses unanswered`,
  );
  promise(unhandled.length === 0, `${unhandled.length} rejections or warnings that nobody handled`);
  promise(
    Object.keys(statuses).length === 0,
    `answers of another status than 200: ${JSON.stringify(statuses)}`,
  );
  promise(strays.length === 0, `${strays.length} of ${result.apiRequests} API requests not as documented`);
  if (!second || !last) return;
  for (const [what, before, after] of [
    ['resident memory', second.rssMb, last.rssMb],
    ['heap', second.heapMb, last.heapMb],
  ] as const)
    promise(
      after <= mostGrowth * before,
      `${what} ${digits(after)} MB in the last third, ${digits(before)} MB in the second: ratio ${digits(after / before)}, at most ${mostGrowth}`,
    );
  const delays = thirds.map(({ delayMs }) => delayMs.p99);
  promise(
    Math.max(...delays) < mostDelayMs,
    `event-loop delay, p99 of each third: ${delays.map(digits).join(', ')} ms, under ${mostDelayMs}`,
  );
}

async function fuzz(): Promise<void> {
  const seed = only === 'fuzz' && options[0] !== undefined ? Number(options[0]) : randomInt(2 ** 31);
  console.log(`\nWhatever may come from outside, seed ${seed}:`);
  const runs = [
    ['generated sentences', 100_000, fuzzSentences],
    ['mutated activities', 20_000, fuzzActivities],
    ['mutated bodies of the API', 5_000, fuzzApiBodies],
  ] as const;
  for (const [what, count, run] of runs) {
    const startedAt = performance.now();
    const failed = await run(count, seed).then(
      () => undefined,
      ({ message, cause }: Error) => `${message.slice(0, mostSaid)}\n${cause}`.slice(0, 2 * mostSaid),
    );
    const seconds = digits((performance.now() - startedAt) / 1_000);
    promise(
      failed === undefined,
      `${count} ${what} in ${seconds} s${failed === undefined ? '' : `: ${failed}`}`,
    );
  }
}
