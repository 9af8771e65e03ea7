import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { releaseApp } from '../../scripts/app-release.ts';
import { buildProgram, programFiles } from '../../scripts/program.ts';
import { root } from '../../scripts/root.ts';

const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string };
const values = {
  TEAMS_APP_ID: '6c1d2f0e-8f4b-4a35-9d0c-0a4c5d1b7e21',
  BOT_ID: 'a0b9c3d4-1111-4222-8333-444455556666',
  APP_DEVELOPER_NAME: 'Contoso Backup Team',
  APP_WEBSITE_URL: 'https://example.com/backup-watch',
  APP_PRIVACY_URL: 'https://example.com/backup-watch/privacy',
  APP_TERMS_URL: 'https://example.com/backup-watch/terms',
};

describe('release of the app', () => {
  const folder = fileURLToPath(root);
  const release = (shell: Record<string, string | undefined>, changes: object = {}) =>
    releaseApp({ folder, environment: 'dev', shell, version, ...changes });

  it('the release of the app is a package whose manifest is filled and of the version of the program, the same to the byte each time', async () => {
    const zip = await release(values);
    assert.deepEqual(await release(values), zip);
    const manifest = JSON.parse(new TextDecoder().decode(unzipSync(zip)['manifest.json']));
    assert.deepEqual([manifest.id, manifest.version], [values.TEAMS_APP_ID, version]);
  });

  it('the release of the app is refused if anything is unfilled or invalid, with all of it and what to do', async () => {
    const refusals: readonly [shell: Record<string, string>, changes: object, complaint: RegExp][] = [
      [{}, {}, /no value in env\/\.env\.dev for TEAMS_APP_ID, .*BOT_ID: fill them in/],
      [{ ...values, TEAMS_APP_ID: 'x' }, {}, /TEAMS_APP_ID is no GUID: put one into/],
      [{ ...values, APP_TERMS_URL: 'http://example.com' }, {}, /no https address: APP_TERMS_URL/],
      [{ ...values, BOT_ID: 'x' }, {}, /\/bots\/0\/botId must match pattern/],
      [{ ...values, APP_DEVELOPER_NAME: 'x'.repeat(33) }, {}, /\/developer\/name must NOT have more than 32/],
      [values, { version: '9.9.9' }, /9\.9\.9 in package\.json: make them the same/],
      [values, { environment: 'nowhere' }, /There is no env\/\.env\.nowhere/],
      [values, { environment: '../../etc' }, /There is no env\/\.env\.\.\.\/\.\.\/etc/],
    ];
    for (const [shell, changes, complaint] of refusals)
      await assert.rejects(release(shell, changes), complaint);
  });

  it('the release of the app is written and explained by the command, with its version, its checksum and the next step', () => {
    const to = mkdtempSync(join(tmpdir(), 'backup-watch-release-'));
    const run = (shell: Record<string, string>, part = 'app') =>
      spawnSync(process.execPath, ['--import', 'tsx', 'scripts/release.ts', part, '--to', to], {
        env: { PATH: process.env.PATH, ...shell },
        encoding: 'utf8',
      });
    try {
      const refused = run({});
      assert.equal(refused.status, 1);
      assert.match(
        refused.stderr,
        /The app for Teams was not released:\n {2}- no value in env\/\.env\.dev for /,
      );
      assert.equal(run(values, 'all').status, 1);
      assert.deepEqual(readdirSync(to), []);

      const { status, stdout } = run(values);
      assert.equal(status, 0);
      const name = `backup-watch-teams-app-${version}.zip`;
      assert.deepEqual(readdirSync(to), [name]);
      const sum = createHash('sha256')
        .update(readFileSync(join(to, name)))
        .digest('hex');
      assert.match(
        stdout,
        new RegExp(`${name}\\n  version ${version}\\n  sha256  ${sum}\\n  next:   in the Teams admin`),
      );
    } finally {
      rmSync(to, { recursive: true });
    }
  });
});

describe('release of the program', () => {
  let folder: string;
  const put = (path: string, text = path) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const packages = {
    '': { version: '1.0.0' },
    'node_modules/runs': { version: '1.2.3' },
    'node_modules/runs/node_modules/within': { version: '4.5.6' },
    'node_modules/@scope/tools': { version: '7.8.9', dev: true },
    'node_modules/for-another-system': { version: '1.0.0', optional: true },
  };
  const expected = [
    'dist/src/config/a.js',
    'dist/src/index.js',
    'dist/src/index.js.map',
    'node_modules/runs/index.js',
    'node_modules/runs/node_modules/within/index.js',
    'node_modules/runs/node_modules/within/package.json',
    'node_modules/runs/package.json',
    'package-lock.json',
    'package.json',
    'scripts/built.js',
    'scripts/start.js',
  ];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'backup-watch-program-'));
    put('package.json', '{"version":"1.0.0"}');
    put('package-lock.json', JSON.stringify({ packages }));
    for (const [path, { version }] of Object.entries(packages))
      if (path !== '' && !path.endsWith('another-system')) {
        put(`${path}/package.json`, JSON.stringify({ version }));
        for (const file of ['index.js', 'index.d.ts', 'index.d.mts', 'index.js.map']) put(`${path}/${file}`);
      }
    for (const path of expected.filter(path => /^(dist|scripts)/.test(path))) put(path);
    for (const path of [
      'dist/test/planted.js',
      'scripts/build.js',
      'scripts/test.js',
      'scripts/release.ts',
      'env/.env.dev.user',
      '.env',
      'data/backup-watch.db',
      'node_modules/.bin/runs',
      'node_modules/left-over/index.js',
      'node_modules/runs/node_modules/left-over/index.js',
    ])
      put(path);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('the release of the program contains what runs and nothing else: no secrets, no data, no tools, no types', async () => {
    assert.deepEqual(await programFiles(folder), expected);
    assert.deepEqual(Object.keys(unzipSync(await buildProgram(folder))), expected);
  });

  it('the release of the program is the same to the byte in another folder, at another time', async () => {
    const zip = await buildProgram(folder);
    const other = mkdtempSync(join(tmpdir(), 'backup-watch-program-'));
    cpSync(folder, other, { recursive: true });
    assert.deepEqual(await buildProgram(other), zip);
    rmSync(other, { recursive: true });
  });

  it('the release of the program is refused if a package is not the one of the lockfile, or the program is not built', async () => {
    put('node_modules/runs/package.json', '{"version":"1.2.4"}');
    await assert.rejects(
      buildProgram(folder),
      /node_modules\/runs is not the one that package-lock\.json names: run "npm ci"/,
    );
    rmSync(join(folder, 'node_modules/runs/package.json'));
    await assert.rejects(buildProgram(folder), /node_modules\/runs is not the one/);
    rmSync(join(folder, 'dist'), { recursive: true });
    await assert.rejects(buildProgram(folder), /There is no build/);
  });
});
