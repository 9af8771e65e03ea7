import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageActivity } from '../support/activities.ts';
import { runEntry } from '../support/command.ts';
import { openConnector } from '../support/connector.ts';
import { nodeArgs } from './killed-processes.ts';

describe('a process that is killed while it makes a change', () => {
  it('a process that is killed while it makes a change leaves an entry in the audit record that says that its outcome is not known', async function () {
    this.timeout(60_000);
    const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-change-'));
    const connector = await openConnector();
    const child = spawn(process.execPath, nodeArgs('dies-in-change'), {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH: process.env.PATH,
        PORT: '0',
        LOG_LEVEL: 'fatal',
        DATA_DIR: dataDir,
        AVEPOINT_GRAPH_URL: 'http://127.0.0.1:9',
        AVEPOINT_TOKEN_URL: 'http://127.0.0.1:9/connect/token',
        AVEPOINT_CLIENT_ID: 'id',
        AVEPOINT_CLIENT_SECRET: 'secret',
      },
    });
    const exited = new Promise(resolve => child.once('exit', (_code, signal) => resolve(signal)));
    try {
      const url = String(await new Promise(resolve => child.stdout.once('data', resolve))).trim();
      const sent = fetch(`${url}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(messageActivity(connector.serviceUrl, 'target exchange 12h')),
      });
      await assert.rejects(sent, 'it dies before it answers');
      assert.equal(await exited, 'SIGKILL');
      const { code, out, err } = await runEntry('cli/audit', [], { DATA_DIR: dataDir });
      assert.equal(code, 0, err);
      const [entry, ...more] = out
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line));
      assert.deepEqual(more, []);
      assert.deepEqual(entry.what, { said: 'target exchange 12h' });
      assert.deepEqual(entry.ending, { kind: 'begun', outcome: 'unknown' });
      assert.equal(entry.who.name, 'Kim');
    } finally {
      child.kill('SIGKILL');
      await exited;
      await connector.close();
      rmSync(dataDir, { recursive: true });
    }
  });
});
