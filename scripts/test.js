// All checks, then the tests. With "--built", only the tests of the build that is
// there, once: for another version of Node. With "--unit", what can be tested in two minutes: no checks, no processes, no
// browser, nothing that is staged at length. With "--e2e", only the tests in the browser. With "--coverage", the lines that
// the tests cover.
// Ends with a line for each test that failed, and a line "N passed, N failed".
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, sep } from 'node:path';
import { runInGroup } from './in-group.js';

/** Many times what a folder's tests take on two cores: a run that has not ended by then hangs. */
const limitMs = 20 * 60_000;

const isE2e = process.argv.includes('--e2e');
const isBuilt = process.argv.includes('--built');
const isCoverage = process.argv.includes('--coverage');
const isUnit = process.argv.includes('--unit');

/** Two versions of Node may test the same build at the same time. */
const folder = isBuilt ? `coverage/node-${process.versions.node}` : 'coverage';

const mocha = 'node_modules/mocha/bin/mocha.js';
const knip = ['node_modules/knip/bin/knip.js', '--no-progress'];
const built = 'dist/test';
/** So large that each is a folder of its own beside the others of `features`. */
const largeFeatures = ['features/incidents', 'features/digest'];
/** The tests that are in no folder. */
const topLevel = '(top level)';
const atOnce = isE2e || isCoverage ? 1 : availableParallelism();

/**
 * What has no zone: programs of others, our own as a process, connections, files, and what becomes of an API in
 * trouble.
 */
const zoneless = [
  ...[
    'playground/',
    'app-package/',
    'store/',
    'kills/',
    'job-index/',
    'operations/',
    'checks/',
    'cli/',
    'config/',
  ],
  ...['container/', 'docs/', 'http/', 'infra/', 'network/', 'scripts/'],
  ...['start', 'packages', 'planted-secrets'],
  ...['avepoint/simulator', 'bot/troubles', 'bot/unknown-word'],
  ...['simulator/trouble', 'jobs/overview-numbers'],
  // They name their zones.
  ...['features/digest/every-end-once', 'features/digest/clock-jumps', 'features/incidents/year'],
  'sends/clock-jumps',
];

/** Rules that are staged at length, and what no program reads: nothing in them depends on the version of Node. */
const staged = [
  ...['kills/', 'operations/year', 'jobs/overview-numbers'],
  ...[
    'features/incidents/year',
    'features/digest/every-end-once',
    'bot/unknown-word',
    'fuzz/',
    'docs/',
    'gallery/',
    'infra/',
  ],
  ...['budgets', 'late-jobs', 'locations', 'odd-apis', 'refusals', 'watched-crowd'].map(
    name => `job-index/${name}`,
  ),
  ...['job-index', 'features/digest', 'sends'].map(folder => `${folder}/clock-jumps`),
];

/** Whole paths: their readers name a zone, so one other zone of the process is enough. */
const wholePaths = ['features/', ...largeFeatures.map(folder => `${folder}/`)];

/** What `--unit` leaves out: programs as processes, connections, files, and what is staged at length. */
const slow = [
  ...[
    'app-package/',
    'checks/',
    'cli/',
    'container/',
    'fuzz/',
    'http/',
    'infra/',
    'job-index/',
    'kills/',
    'network/',
    'operations/',
    'playground/',
    'scripts/',
    'store/',
  ],
  ...['start', 'packages', 'planted-secrets', 'bot/troubles', 'bot/unknown-word', 'jobs/overview-numbers'],
  ...['crowd', 'every-end-once', 'clock-jumps'].map(name => `features/digest/${name}`),
  'features/incidents/year',
  ...['status/status', 'coverage/missed-runs', 'retired/retired', 'changes/previews'].map(
    name => `features/${name}`,
  ),
  ...['whole-path', 'roster-troubles'].map(name => `access/${name}`),
];

/** They begin first, so that none of them is still running when all others are over. */
const longest = [
  ...['kills', 'operations', 'job-index', 'features/incidents', 'features', 'store', 'playground'],
  ...['cli', 'checks', 'network'],
];

/** Coverage would double their minutes, and adds no line to what the others cover. */
const tooLong = ['kills/kills', 'operations/year'];

/**
 * Each folder's tests are a process of their own: one process for all of them would spend most of its time on
 * collecting garbage. Zones must make no difference to the product's answers.
 */
function suitesOf() {
  if (isE2e) return [{ name: 'browser', args: [mocha, '--config', 'test/mocharc.e2e.json'] }];
  if (isCoverage) {
    const args = [...mochaOn(`${built}/**/*.test.js`), ...ignoring(tooLong)];
    return [{ name: 'all', args: ['node_modules/c8/bin/c8.js', process.execPath, ...args] }];
  }
  if (isUnit) return folders(slow).map(folder => suiteOf(folder, slow));
  if (isBuilt) {
    // Whole paths and the Playground under one of the newer versions are enough.
    const isOlder = process.versions.node.startsWith('22.');
    const excluded = isOlder ? [...staged, ...wholePaths, 'playground/'] : staged;
    return folders(excluded).map(folder => suiteOf(folder, excluded));
  }
  const inZone = (TZ, excluded) =>
    folders(excluded).map(folder => suiteOf(folder, excluded, { TZ, BRIEF: '1' }));
  return [
    ...folders([]).map(folder => suiteOf(folder, [])),
    ...inZone('America/New_York', zoneless),
    ...inZone('Asia/Kolkata', [...zoneless, ...wholePaths]),
  ];
}

function suiteOf(folder, excluded, env = {}) {
  const spec = folder === topLevel ? `${built}/*.test.js` : `${built}/${folder}/**/*.test.js`;
  const name = env.TZ === undefined ? folder : `${folder}, ${env.TZ}`;
  const apart = largeFeatures.filter(large => large.startsWith(`${folder}/`)).map(large => `${large}/**/*`);
  return { name, args: [...mochaOn(spec), ...ignoring([...excluded, ...apart])], env };
}

function mochaOn(spec) {
  return [mocha, '--config', 'test/mocharc.built.json', spec];
}

/** The folders that have tests, without those excluded as a whole. */
function folders(excluded) {
  const found = readdirSync(built, { recursive: true })
    .filter(file => file.endsWith('.test.js'))
    .map(file => {
      const path = file.split(sep);
      const large = path.slice(0, 2).join('/');
      return dirname(file) === '.' ? topLevel : largeFeatures.includes(large) ? large : path[0];
    });
  const order = [...longest, ...new Set(found)];
  return [...new Set(order)].filter(folder => !excluded.includes(`${folder}/`));
}

function ignoring(names) {
  return names.filter(name => !name.endsWith('/')).flatMap(name => ['--ignore', `${built}/${name}.test.js`]);
}

/** What it prints is shown when it's over. */
async function check(what, args) {
  const { status, printed } = await runInGroup(args, { stdio: ['ignore', 'pipe', 'pipe'], limitMs });
  process.stdout.write(`\n> ${what}\n${printed}`);
  return status === 0;
}

/** Runs a suite. What it prints is shown when it's over; if it failed, at the very end. */
async function run({ name, args, env }) {
  const totalsFile = `${folder}/${name.replaceAll(/\W/g, '-')}.json`;
  const begunAt = performance.now();
  const { status, printed } = await runInGroup(args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TZ: 'UTC', TOTALS: totalsFile, ...env },
    limitMs,
  });
  // Without totals the process ended before its last test, even with status 0.
  const totals = existsSync(totalsFile)
    ? JSON.parse(readFileSync(totalsFile, 'utf8'))
    : { passes: 0, failures: 1, failed: ['ended before its last test'] };
  const seconds = Math.round((performance.now() - begunAt) / 1_000);
  const text = `\n> tests: ${name}, ${seconds} s\n${printed}`;
  passed += totals.passes;
  if (status === 0 && totals.failures === 0 && totals.passes > 0) return process.stdout.write(text);
  failed += Math.max(1, totals.failures);
  failedTexts.push(text);
  const late = status === undefined ? [`did not end in ${limitMs / 60_000} minutes`] : [];
  const reasons = [...late, ...totals.failed];
  if (reasons.length === 0) reasons.push(`ended with status ${status} after ${totals.passes} tests`);
  failedTests.push(...reasons.map(reason => `FAILED ${name}: ${reason}`));
}

async function finish() {
  for (const text of failedTexts) process.stdout.write(text);
  const end = `\n${[...failedTests, `${passed} passed, ${failed} failed`].join('\n')}\n`;
  // An exit doesn't wait for what a pipe hasn't taken yet.
  await new Promise(written => process.stdout.write(end, written));
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}

let passed = 0;
let failed = 0;
const failedTexts = [];
const failedTests = [];
rmSync(folder, { recursive: true, force: true });
const build = ['types and build', ['scripts/build.js']];
const checks = [
  ['format and lint', ['node_modules/@biomejs/biome/bin/biome', 'ci', '--colors=off', '.']],
  ['files, exports and packages that nothing uses', [...knip, '--treat-config-hints-as-errors']],
  ['files and packages that only tests use', [...knip, '--production', '--include=files,dependencies']],
];
const before = isBuilt || isE2e ? [] : isUnit ? [build] : [build, ...checks];
const isSound = (await Promise.all(before.map(([what, args]) => check(what, args)))).every(Boolean);
if (!isSound) {
  failed = 1;
  await finish();
}

const waiting = suitesOf();
async function work() {
  for (let suite = waiting.shift(); suite; suite = waiting.shift()) {
    await run(suite);
    // Tests wait a lot, so that one more process is no load; beside it, those that are killed and stopped would be starved.
    if (suite.name === 'kills') await Promise.all([work(), work()]);
  }
}
await Promise.all(Array.from({ length: atOnce }, work));
await finish();
