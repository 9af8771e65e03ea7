// All checks, those first that are quick to fail, then the tests with their coverage. With "--built", only the
// tests of the build that is there, once: for another version of Node. With "--e2e", only those in the browser.
// Ends with a line "N passed, N failed".
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';

/** The first run is the whole suite; the zones of the others must make no difference to what the product says. */
const isE2e = process.argv.includes('--e2e');
const isBuilt = process.argv.includes('--built');
const zones = isBuilt || isE2e ? ['UTC'] : ['UTC', 'America/New_York', 'Asia/Kolkata'];
const totalsFile = 'coverage/tests.json';

function run(what, args, env = {}) {
  console.log(`\n> ${what}`);
  return (
    spawnSync(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...env } }).status === 0
  );
}

function totalsOfLastRun() {
  const stats = existsSync(totalsFile) ? JSON.parse(readFileSync(totalsFile, 'utf8')) : {};
  rmSync(totalsFile, { force: true });
  return { passed: stats.passes ?? 0, failed: stats.failures ?? 1 };
}

function finish(passed, failed) {
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}

rmSync('coverage', { recursive: true, force: true });
const isSound =
  isBuilt ||
  isE2e ||
  (run('format and lint', ['node_modules/@biomejs/biome/bin/biome', 'ci', '--colors=off', '.']) &&
    run('types and build', ['scripts/build.js']));
if (!isSound) finish(0, 1);

const mocha = ['node_modules/mocha/bin/mocha.js', '--config', `test/mocharc.${isE2e ? 'e2e' : 'built'}.json`];
const zoneless = ['playground/**', 'app-package/**', 'store/**', 'kills/**', 'start.test.js'].flatMap(
  name => ['--ignore', `dist/test/${name}`],
);
let passed = 0;
let failed = 0;
for (const [index, zone] of zones.entries()) {
  const isFirst = index === 0;
  const isCovered = isFirst && !isBuilt && !isE2e;
  const coverage = isCovered ? ['node_modules/c8/bin/c8.js', process.execPath] : [];
  const args = [...coverage, ...mocha, ...(isFirst ? [] : zoneless)];
  const isGreen = run(`tests, TZ=${zone}`, args, { TZ: zone, BRIEF: isFirst ? '' : '1' });
  const totals = totalsOfLastRun();
  passed += totals.passed;
  failed += isGreen ? 0 : Math.max(1, totals.failed);
}
finish(passed, failed);
