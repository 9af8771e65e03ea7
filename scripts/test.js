// All checks, those first that are quick to fail, then the tests. With "--built", only the tests of the build that is
// there, once: for another version of Node. With "--e2e", only those in the browser. With "--coverage", the lines that
// the tests cover.
// Ends with a line "N passed, N failed".
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { runInGroup } from './in-group.js';

/** Many times what a suite takes on two cores: what has not ended by then stands still. */
const limitMs = 20 * 60_000;

const isE2e = process.argv.includes('--e2e');
const isBuilt = process.argv.includes('--built');
const isCoverage = process.argv.includes('--coverage');

/** Two versions of Node may test the same build at the same time. */
const folder = isBuilt ? `coverage/node-${process.versions.node}` : 'coverage';

const mocha = 'node_modules/mocha/bin/mocha.js';
const all = [mocha, '--config', 'test/mocharc.built.json'];
const without = names => names.flatMap(name => ['--ignore', `dist/test/${name}`]);
const only = names => [
  mocha,
  '--no-config',
  '--timeout',
  '60000',
  '--reporter',
  'dist/test/support/reporter.js',
  ...names.map(name => `dist/test/${name}`),
];

/** What has no zone: programs of others, our own as a process, connections, files, and what becomes of an API in trouble. */
const zoneless = [
  ...[
    'playground/**',
    'app-package/**',
    'store/**',
    'kills/**',
    'job-index/**',
    'operations/**',
    'start.test.js',
    'audit.test.js',
    'store-command.test.js',
    'checks/**',
    'command.test.js',
    'config/**',
    'container/**',
    'docs/**',
    'http/**',
    'infra/**',
    'network/**',
    'packages.test.js',
    'planted-secrets.test.js',
    'scripts/**',
  ],
  ...['avepoint/simulator.test.js', 'conversation/troubles.test.js', 'simulator/trouble.test.js'],
  'jobs/overview-numbers.test.js',
  // They name their zones.
  ...['digest/every-end-once', 'digest/clock-jumps', 'sends/clock-jumps', 'faults/year'].map(
    name => `${name}.test.js`,
  ),
];

/** Rules that are staged at length: nothing in them depends on the version of Node. */
const staged = [
  ...['budgets', 'late-jobs', 'locations', 'odd-apis', 'refusals', 'watched-crowd'].map(
    name => `job-index/${name}.test.js`,
  ),
  'jobs/overview-numbers.test.js',
  'digest/every-end-once.test.js',
  ...['job-index', 'digest', 'sends'].map(name => `${name}/clock-jumps.test.js`),
  ...['operations', 'faults'].map(name => `${name}/year.test.js`),
  'kills/*.test.js',
];

/** One half of the suite by time; one process for all would take most of its time to collect its garbage. */
const firstHalf = [
  ...[
    'access',
    'app-package',
    'avepoint',
    'cards',
    'checks',
    'config',
    'container',
    'conversation',
    'digest',
  ],
  ...['docs', 'domain', 'faults', 'fuzz', 'http', 'infra'],
].map(room => `${room}/**/*.test.js`);
const halves = [
  { name: 'one half', args: [...only(firstHalf), ...without(staged)] },
  { name: 'the other half', args: [...all, ...without([...staged, ...firstHalf])] },
];

/** Coverage would double their minutes, and adds no line to what the others cover. */
const tooLong = ['kills/*.test.js', 'operations/year.test.js'];

/**
 * Two at a time, in this order: even a small machine has two cores, and two versions of Node take one each. Coverage takes
 * twice the minutes, and is asked for by itself.
 */
const suites = isE2e
  ? [{ name: 'browser', args: [mocha, '--config', 'test/mocharc.e2e.json'] }]
  : isBuilt
    ? halves
    : isCoverage
      ? [{ name: 'all', args: ['node_modules/c8/bin/c8.js', process.execPath, ...all, ...without(tooLong)] }]
      : [
          ...halves,
          { name: 'staged at length', args: only(staged) },
          // The zone must make no difference to what the product says.
          ...['America/New_York', 'Asia/Kolkata'].map(zone => ({
            name: zone,
            args: [...all, ...without(zoneless)],
            env: { TZ: zone, BRIEF: '1' },
          })),
        ];
const atOnce = isBuilt ? 1 : 2;

function check(what, args) {
  console.log(`\n> ${what}`);
  return spawnSync(process.execPath, args, { stdio: 'inherit' }).status === 0;
}

/** Runs the tests; what they print is shown as they go in the first suite, and when all are over in the others. */
async function test({ name, args, env }, isShown) {
  const totalsFile = `${folder}/${name.replaceAll(/\W/g, '-')}.json`;
  if (isShown) console.log(`\n> tests: ${name}`);
  const { status, printed } = await runInGroup(args, {
    stdio: ['ignore', isShown ? 'inherit' : 'pipe', isShown ? 'inherit' : 'pipe'],
    env: { ...process.env, TZ: 'UTC', TOTALS: totalsFile, ...env },
    limitMs,
  });
  const totals = existsSync(totalsFile)
    ? JSON.parse(readFileSync(totalsFile, 'utf8'))
    : { passes: 0, failures: 1 };
  const late = status === undefined ? `\n${name}: did not end in ${limitMs / 60_000} minutes.\n` : '';
  return {
    printed: `${isShown ? '' : `\n> tests: ${name}\n${printed}`}${late}`,
    passed: totals.passes,
    failed: status === 0 ? 0 : Math.max(1, totals.failures),
  };
}

function finish(passed, failed) {
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}

rmSync(folder, { recursive: true, force: true });
const isSound =
  isBuilt ||
  isE2e ||
  (check('format and lint', ['node_modules/@biomejs/biome/bin/biome', 'ci', '--colors=off', '.']) &&
    check('types and build', ['scripts/build.js']));
if (!isSound) finish(0, 1);

const results = [];
const waiting = [...suites.entries()];
async function work() {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [index, suite] = next;
    results[index] = await test(suite, index === 0);
  }
}
await Promise.all(Array.from({ length: atOnce }, work));
for (const { printed } of results) process.stdout.write(printed);
const sum = key => results.reduce((so, result) => so + result[key], 0);
finish(sum('passed'), sum('failed'));
