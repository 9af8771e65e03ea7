import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSimulator } from '../../simulator/simulator.ts';
import { simulatedClient } from '../../simulator/tokens.ts';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { runEntry } from '../support/command.ts';
import { recordingLog } from '../support/fakes.ts';

const hour = 3_600_000;
const day = 24 * hour;

describe('the sums by day of the running product', () => {
  it('the running product stores sums by day once AvePoint was read, for the command that prints them', async function () {
    this.timeout(60_000);
    const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-sums-'));
    const simulator = createSimulator({ history: false });
    const api = await simulator.listen(0);
    const yesterday = (Math.floor(Date.now() / day) - 1) * day;
    simulator.plant(
      ...[2, 3, 2].map((state, index) => {
        const startedAt = yesterday + (index + 1) * hour;
        return { service: 1, state, startedAt, endedAt: startedAt + 60_000 };
      }),
    );
    const config = readConfig({
      PORT: '0',
      DATA_DIR: dataDir,
      WATCH_INTERVAL_SECONDS: '1',
      AVEPOINT_GRAPH_URL: api.url,
      AVEPOINT_TOKEN_URL: `${api.url}/connect/token`,
      AVEPOINT_CLIENT_ID: simulatedClient.id,
      AVEPOINT_CLIENT_SECRET: simulatedClient.secret,
    });
    const app = await createApp(config, { log: recordingLog() });
    try {
      await app.listen();
      const date = new Date(yesterday).toISOString().slice(0, 10);
      const deadline = Date.now() + 40_000;
      let out = '';
      while (out === '') {
        assert.ok(Date.now() < deadline, 'yesterday is summed up');
        await sleep(500);
        ({ out } = await runEntry('cli/store', ['sums', '--from', date, '--to', date], {
          DATA_DIR: dataDir,
        }));
      }
      const [line, ...more] = out.trimEnd().split('\n');
      assert.deepEqual(more, []);
      const { source, missed: _, ...row } = JSON.parse(line ?? '');
      assert.equal(source, `${new URL(api.url).host} ${simulatedClient.id}`);
      assert.deepEqual(row, {
        day: date,
        type: 'backup',
        service: 'exchange',
        location: null,
        runs: 3,
        inProgress: 0,
        finished: 2,
        failed: 1,
        finishedWithException: 0,
        partiallyFinished: 0,
        unknown: 0,
        isWhole: true,
      });
    } finally {
      await app.close();
      await api.close();
      rmSync(dataDir, { recursive: true });
    }
  });
});
