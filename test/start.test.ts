import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator, type Simulator } from '../simulator/simulator.ts';
import { simulatedClient } from '../simulator/tokens.ts';
import { messageActivity } from './support/activities.ts';
import { type Connector, openConnector } from './support/connector.ts';
import { freePorts } from './support/free-ports.ts';

const startBot = (env: Record<string, string>, args = ['--import', 'tsx', 'src/index.ts']): ChildProcess =>
  spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** Everything it prints until `text` is in it, or until it ends. */
function printed(child: ChildProcess, text?: string): Promise<string> {
  return new Promise(resolve => {
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk;
      if (text !== undefined && output.includes(text)) resolve(output);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('close', () => resolve(output));
  });
}

const ended = (child: ChildProcess) => new Promise<number | null>(resolve => child.once('exit', resolve));

describe('the started bot', () => {
  let simulator: Simulator;
  let stopSimulator: () => Promise<void>;
  let connector: Connector;
  let env: Record<string, string>;

  const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-start-'));

  before(async () => {
    simulator = createSimulator();
    const { url, close } = await simulator.listen(0);
    stopSimulator = close;
    connector = await openConnector();
    const [port] = await freePorts(1);
    env = {
      PORT: String(port),
      AVEPOINT_GRAPH_URL: url,
      AVEPOINT_TOKEN_URL: `${url}/connect/token`,
      AVEPOINT_CLIENT_ID: simulatedClient.id,
      AVEPOINT_CLIENT_SECRET: simulatedClient.secret,
      DATA_DIR: dataDir,
    };
  });

  after(async () => {
    await connector.close();
    await stopSimulator();
    rmSync(dataDir, { recursive: true });
  });

  it('the bot finishes the turn under way on SIGTERM, and ends with 0', async () => {
    simulator.addTrouble({ kind: 'latency', ms: 1_000, at: 'jobs' });
    const bot = startBot(env);
    await printed(bot, 'listening');
    const answer = fetch(`http://127.0.0.1:${env.PORT}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(messageActivity(connector.serviceUrl, 'failed backups today')),
    });
    const asked = new Promise<void>(resolve => {
      const look = setInterval(() => {
        if (simulator.requests().length < 2) return;
        clearInterval(look);
        resolve();
      }, 10);
    });
    await asked;
    const code = ended(bot);
    bot.kill('SIGTERM');
    assert.equal((await answer).status, 200);
    assert.equal(await code, 0);
    assert.ok(connector.sent.some(({ activity }) => activity.attachments !== undefined));
  });

  it('the bot starts from the build, as with "npm start", on the Node that runs this', async () => {
    const bot = startBot(env, ['scripts/start.js']);
    const code = ended(bot);
    const output = await printed(bot, 'listening');
    bot.kill('SIGKILL');
    await code;
    assert.match(output, /"msg":"listening"/);
  });

  it('the bot does not start without its settings, lists all that are missing, and never falls back to the simulator', async () => {
    const bot = startBot({});
    const code = ended(bot);
    const output = await printed(bot);
    assert.equal(await code, 1);
    for (const name of ['AVEPOINT_GRAPH_URL', 'AVEPOINT_CLIENT_ID', 'AVEPOINT_CLIENT_SECRET']) {
      assert.match(output, new RegExp(`${name} is missing`));
    }
    assert.doesNotMatch(output, /\bat .*\.ts:/);
  });

  it('the bot says that its port is in use, and how to choose another', async () => {
    const squatter = createServer();
    await new Promise<void>(resolve => squatter.listen(Number(env.PORT), '127.0.0.1', resolve));
    const output = await printed(startBot(env));
    squatter.close();
    assert.match(output, /Port \d+ is in use\. Choose another one with PORT/);
  });

  it('the bot does not start on a damaged store, and says which file that is and what to do', async () => {
    const damaged = mkdtempSync(join(tmpdir(), 'backup-watch-start-'));
    const file = join(damaged, 'backup-watch.db');
    writeFileSync(file, 'x'.repeat(5_000));
    const bot = startBot({ ...env, DATA_DIR: damaged });
    const code = ended(bot);
    const output = await printed(bot);
    assert.equal(await code, 1);
    assert.ok(output.includes(file));
    assert.match(output, /damaged.*move it away/);
    assert.doesNotMatch(output, /\bat .*\.ts:/);
    rmSync(damaged, { recursive: true });
  });
});
