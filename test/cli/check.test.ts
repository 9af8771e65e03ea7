import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { root } from '../../scripts/root.ts';
import { createSimulator, type Simulator } from '../../simulator/simulator.ts';
import { simulatedClient } from '../../simulator/tokens.ts';
import { packageFolder } from '../checks/support/checking.ts';
import { type IdentityEndpoint, openIdentityEndpoint } from '../support/identity-endpoint.ts';
import { openTokenIssuer, type TokenIssuer } from '../support/token-issuer.ts';

const botId = 'a0b9c3d4-1111-4222-8333-444455556666';

describe('npm run check as a process', function () {
  this.timeout(60_000);
  let simulator: Simulator;
  let closeSimulator: () => Promise<void>;
  let identity: IdentityEndpoint;
  let issuer: TokenIssuer;
  let folder: string;
  let env: Record<string, string>;
  let token: string | undefined;

  // Outside the project, so that the name alone would not be found.
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const entry = fileURLToPath(new URL('src/cli/check.ts', root));

  /** Leads the process to a key host of ours instead of the Bot Framework's, whose address is no setting. */
  const keyHost = () => {
    const keys = issuer.openIdUrl.replace('openid', 'keys');
    const script = `import { createRequire } from 'node:module';
      const undici = createRequire('${new URL('package.json', root)}')('undici');
      const real = undici.fetch; undici.fetch = async (url, options) =>
      url.endsWith('/openidconfiguration') ? Response.json({ jwks_uri: 'https://login.botframework.com/keys' }) :
      url.endsWith('/keys') ? real('${keys}', options) : real(url, options);`;
    return `data:text/javascript,${encodeURIComponent(script)}`;
  };

  /** What it prints, and the code it ends with. */
  const run = (changes: Readonly<Record<string, string>> = {}) =>
    ended(process.execPath, ['--import', tsx, '--import', keyHost(), entry], changes);

  /** The same on a terminal of its own, which `script` makes. */
  const runOnTerminal = (columns: number) => {
    const command = `stty cols ${columns} && exec "${process.execPath}" --import "${tsx}" --import "${keyHost()}" "${entry}"`;
    return ended('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
      SHELL: '/bin/sh',
      NO_COLOR: '1',
    });
  };

  function ended(
    program: string,
    args: readonly string[],
    changes: Readonly<Record<string, string>>,
  ): Promise<{ printed: string; code: number | null }> {
    const child = spawn(program, args, {
      cwd: folder,
      env: { PATH: process.env.PATH, ...env, ...changes },
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (printed += chunk));
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', code => resolve({ printed, code }));
    });
  }
  const flat = (text: string) => text.replace(/\s+/g, ' ');

  before(async () => {
    simulator = createSimulator();
    const listening = await simulator.listen(0);
    closeSimulator = listening.close;
    identity = await openIdentityEndpoint(() => token);
    issuer = await openTokenIssuer();
    folder = packageFolder();
    env = {
      AVEPOINT_GRAPH_URL: listening.url,
      AVEPOINT_TOKEN_URL: `${listening.url}/connect/token`,
      AVEPOINT_CLIENT_ID: simulatedClient.id,
      AVEPOINT_CLIENT_SECRET: simulatedClient.secret,
      AVEPOINT_JOBS_API: 'cloudbackupjobs',
      AVEPOINT_LOCATIONS: 'NAM,EUR,APC',
      DATA_DIR: 'data',
      BOT_ID: botId,
      BOT_TYPE: 'UserAssignedMsi',
      BOT_TENANT_ID: '11111111-2222-4333-8444-555566667777',
      ...identity.env,
    };
  });
  after(async () => {
    await identity.close();
    await issuer.close();
    await closeSimulator();
    rmSync(folder, { recursive: true });
  });

  it('npm run check ends with 0 if all is right, the bot’s managed identity too, and leaves nothing behind', async () => {
    token = 'planted-bot-token';
    const { printed, code } = await run();
    assert.equal(code, 0, printed);
    // No conversation is known before the first start, so rosters can't be judged.
    assert.match(printed, /Verdict: ready, with 1 warning\./);
    assert.match(flat(printed), /warning rosters: could not be told: the store has no personal chat yet/);
    assert.doesNotMatch(printed, /failure/);
    assert.match(
      flat(printed),
      new RegExp(`bot token: given to ${botId} \\(UserAssignedMsi\\), valid until \\d{4}-`),
    );
    assert.match(
      flat(printed),
      /signing keys: 2 fetched from login\.botframework\.com, 1 endorsed for Teams/,
    );
    assert.ok(printed.split('\n').every(line => line.length <= 80));
    for (const secret of [token, simulatedClient.secret, 'planted-identity-header'])
      assert.ok(!printed.includes(secret));
    assert.deepEqual(readdirSync(folder).sort(), ['appPackage', 'env']);
  });

  for (const [columns, line] of [
    [0, 'settings: all can be read, and none is missing'],
    [1, 'settings: all can be read,'],
    [20, 'settings: all can be read,'],
  ] as const)
    it(`npm run check prints lines that can be read on a terminal of ${columns} columns`, async function () {
      // The options of `script` are other ones elsewhere.
      if (process.platform !== 'linux') this.skip();
      token = 'planted-bot-token';
      const { printed, code } = await runOnTerminal(columns);
      assert.equal(code, 0, printed);
      assert.ok(printed.split('\r\n').includes(`  ok       ${line}`), printed);
    });

  it('npm run check ends with 1 if something failed, and reports every problem in one run', async () => {
    token = undefined;
    writeFileSync(join(folder, 'file'), '');
    const { printed, code } = await run({
      AVEPOINT_CLIENT_SECRET: 'planted-secret-0123',
      DATA_DIR: 'file',
      BOT_ID: '99999999-1111-4222-8333-444455556666',
    });
    rmSync(join(folder, 'file'));
    assert.equal(code, 1, printed);
    for (const words of [
      /failure token: refused \(invalid_client\)/,
      /failure store: file cannot be used/,
      /failure bot token: no managed identity/,
      /failure app package: BOT_ID is a0b9/,
      /What to set AVEPOINT_CLIENT_SECRET=<the new secret> DATA_DIR=<a folder that may be written to>/,
      /Verdict: not ready\. 4 failures/,
    ])
      assert.match(flat(printed), words);
    assert.ok(!printed.includes('planted-secret-0123'));
  });

  it('npm run check reports every setting that is wrong, and tries the parts that are right', async () => {
    token = 'planted-bot-token';
    const { printed, code } = await run({ BOT_TYPE: 'Managed', PORT: 'none', STORE_URL: 'planted-nonsense' });
    assert.equal(code, 1);
    for (const words of [
      /failure settings: BOT_TYPE is wrong: .* Fix: docs\/operations\.md, section “Settings”/,
      /failure settings: PORT is wrong/,
      /failure settings: STORE_URL is wrong/,
      /ok time window: the time of day counts, and a window is about the start of jobs/,
      /warning store: not tried/,
      /warning signing keys: not tried/,
      /warning bot token: not tried/,
      /What to set .*PORT=<a port number>/,
    ])
      assert.match(flat(printed), words);
    assert.ok(!printed.includes('planted-nonsense'));
  });

  it('npm run check is started by package.json from the build', () => {
    const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
    assert.equal(scripts.check, 'node scripts/check.js');
    assert.match(readFileSync(new URL('scripts/check.js', root), 'utf8'), /runBuilt\('cli\/check'\)/);
  });
});
