/**
 * Tests that take minutes: digests and incidents sent by processes that are killed and stopped at random moments, ten
 * thousand digests due in the same minute, a process whose wall clock jumps, conversations while the API and Teams
 * misbehave, attacks on the bot's address, and any input from outside. Prints the results beside their limits, and ends
 * with an error if one is exceeded.
 * `npm run soak kills`, `crowd`, `jumps`, `talk`, `abuse` and `fuzz` run one part; `npm run soak talk 60 7` talks for
 * 60 seconds with the random seed 7, and `npm run soak fuzz 7` is the same each time.
 */
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDice } from '../../simulator/dice.ts';
import { fuzzActivities } from '../../test/fuzz/activities.ts';
import { fuzzApiBodies } from '../../test/fuzz/api-bodies.ts';
import { fuzzSentences } from '../../test/fuzz/sentences.ts';
import { assertOnceEach, deliverThroughKills } from '../../test/kills/digest-kills.ts';
import { assertAllTold, faultsThroughKills } from '../../test/kills/fault-kills.ts';
import { type Home, onAzureTables, onSqlite } from '../../test/kills/homes.ts';
import { openThroughKills } from '../../test/kills/store-kills.ts';
import { digits } from '../table.ts';
import { abuse as abuseProduct } from './abuse.ts';
import { type CrowdResult, deliverToCrowd, leastSeconds } from './crowd.ts';
import { faketimeLibrary, throughJumps } from './jumps.ts';
import { talkThroughTrouble } from './talk.ts';

const [, , only, ...options] = process.argv;
const conversations = 32;
const talkSeconds = 600;
const mostDelayMs = 100;
const mostGrowth = 1.1;
const mostPauseSeconds = 60;
/** How long another person's answer may take during an attack: with bodies alone, and with any. */
const [mostBodiesMs, mostAbusedMs] = [1_000, 2_000];
const mostGrowthMb = 50;
const [mostKills, mostStops] = [50, 10];
const crowds = [
  { digests: 100, different: 20 },
  { digests: 10_000, different: 2_000 },
];
/** Of a failure: some of what is generated is long. */
const mostSaid = 2_000;
/** Requests of a poll: two bots never poll at the same moment, and one may see a job end a poll earlier. */
const onePoll = 15;
const most = { timeRatio: 1.1, memoryRatio: 1.5 };
let broken = 0;

const parts: Readonly<Record<string, () => Promise<void>>> = { kills, crowd, jumps, talk, abuse, fuzz };
for (const [name, part] of Object.entries(parts)) if (only === undefined || only === name) await part();
console.log(broken === 0 ? '\nEvery promise was kept.' : `\n${broken} promises were broken.`);
process.exitCode = broken === 0 ? 0 : 1;

function promise(isKept: boolean, text: string): void {
  if (!isKept) broken += 1;
  console.log(`${isKept ? 'kept  ' : 'BROKEN'}  ${text}`);
}

async function kills(): Promise<void> {
  await storeKills();
  for (const [name, within] of [
    ['SQLite', onSqlite],
    ['Azure Tables, two instances', onAzureTables],
  ] as const) {
    await within(home => digestKills(name, home));
    await within(home => faultKills(name, home));
  }
}

async function digestKills(name: string, home: Home): Promise<void> {
  const digests = 200;
  console.log(
    `${digests} due digests, ${name}: their processes killed ${mostKills} times, whichever sends stopped ${mostStops} times:`,
  );
  const result = await deliverThroughKills({ ...home, digests, kills: mostKills, stops: mostStops });
  const { taken } = result;
  const twice = taken.length - new Set(taken.map(({ place }) => place)).size;
  const marked = taken.filter(({ isAgain }) => isAgain).length - twice;
  promiseOf(
    () => assertOnceEach(result, digests),
    `${strokesOf(result)}, ${taken.length} messages, ${twice} of them a second time and marked, ${marked} marked that came once`,
  );
}

function strokesOf({ kills, stops }: { readonly kills: number; readonly stops: number }): string {
  return `${kills} kills, ${stops} stops`;
}

function promiseOf(check: () => void, text: string): void {
  try {
    check();
    promise(true, text);
  } catch (error) {
    promise(false, `${text}: ${(error as Error).message}`);
  }
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

async function faultKills(name: string, home: Home): Promise<void> {
  const conversations = 100;
  console.log(
    `A failure and its recovery for ${conversations} conversations, ${name}: killed ${mostKills} times, stopped ${mostStops} times:`,
  );
  const result = await faultsThroughKills({ ...home, conversations, kills: mostKills, stops: mostStops });
  const twice = result.taken.filter(({ isAgain }) => isAgain).length;
  promiseOf(
    () => assertAllTold(result, conversations),
    `${strokesOf(result)}, ${result.taken.length} messages, ${twice} of them marked, ${result.edits} edits`,
  );
}

async function crowd(): Promise<void> {
  console.log(
    '\nDigests due in the same minute, one in five asking for something else, 2 % of the tries refused:',
  );
  for (const one of crowds) {
    const result = await deliverToCrowd(one, Math.random);
    console.log(JSON.stringify(result));
    const { digests, delivered, lost, twice, tooSoon, requests, idleRequests } = result;
    promise(delivered === digests - lost, `${delivered} of ${digests} delivered, ${lost} cannot be`);
    promise(twice === 0, `${twice} delivered twice`);
    promise(tooSoon === 0, `${tooSoon} tries sooner than the back-off after a refusal`);
    promise(
      requests.reading <= idleRequests.reading + onePoll && requests.plan <= idleRequests.plan + 1,
      `API requests: ${requests.reading} of the reader and ${requests.plan} for the plan; without any subscription ${idleRequests.reading} and ${idleRequests.plan}`,
    );
    checkPace(result);
  }
}

/** A small crowd is over before a ratio means anything. */
function checkPace({ digests, firstTrySeconds, mostMb, idleMb }: CrowdResult): void {
  if (digests < 1_000) return;
  const least = leastSeconds(digests);
  promise(
    firstTrySeconds <= most.timeRatio * least,
    `taken at the first try in ${digits(firstTrySeconds)} s; 40 a second allow ${digits(least)} s: ratio ${digits(firstTrySeconds / least)}, at most ${most.timeRatio}`,
  );
  promise(
    mostMb <= most.memoryRatio * idleMb,
    `memory ${digits(mostMb)} MB, idle ${digits(idleMb)} MB: ratio ${digits(mostMb / idleMb)}, at most ${most.memoryRatio}`,
  );
}

async function jumps(): Promise<void> {
  console.log('\nA process whose wall clock jumps by +6 h, -12 h and +6 h:');
  const library = faketimeLibrary();
  if (library === undefined) {
    promise(false, 'not tried: libfaketime is missing. On Debian and Ubuntu: apt-get install faketime');
    return;
  }
  const { alerts, digests, recorded, longestPauseSeconds, hasEnded } = await throughJumps(library);
  promise(!hasEnded, 'the process runs on');
  for (const { service, messages, seconds } of alerts)
    promise(
      messages === 1 && seconds !== undefined,
      `${service}: ${messages} alerts, the first after ${seconds === undefined ? 'never' : `${digits(seconds)} s`}`,
    );
  promise(
    digests.every(count => count === 1),
    `digests in ${digests.length} conversations, half of them due by the fast clock alone: ${digests.join(', ')}`,
  );
  promise(recorded === digests.length, `${recorded} of them recorded up to their due time`);
  promise(
    longestPauseSeconds < mostPauseSeconds,
    `the longest time without a request to AvePoint: ${digits(longestPauseSeconds)} s, under ${mostPauseSeconds} s`,
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

async function abuse(): Promise<void> {
  console.log('\nAttacks on a bot with an identity, while another person asks about once a second:');
  await abuseProduct(({ attack, attempts, answers, questionsMs, unanswered, growthMb }) => {
    const slowest = questionsMs.at(-1) ?? Number.POSITIVE_INFINITY;
    const median = questionsMs[Math.floor(questionsMs.length / 2)] ?? slowest;
    console.log(`        ${attack}: ${attempts} attempts, answered ${JSON.stringify(answers)}`);
    const isOfBodies = attack.includes('bodies');
    const mostMs = isOfBodies ? mostBodiesMs : mostAbusedMs;
    promise(
      unanswered === 0 && slowest < mostMs,
      `${attack}: ${questionsMs.length} questions of another person, ${unanswered} unanswered, median ${digits(median)} ms, slowest ${digits(slowest)} ms, under ${mostMs}`,
    );
    const memory = `${attack}: memory grew by ${digits(growthMb)} MB`;
    if (isOfBodies) promise(growthMb < mostGrowthMb, `${memory}, under ${mostGrowthMb}`);
    else console.log(`        ${memory}`);
  });
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
