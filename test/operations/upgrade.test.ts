import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSimulator, type Simulator } from '../../simulator/simulator.ts';
import { simulatedClient } from '../../simulator/tokens.ts';
import { type App, createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { messageActivity, pressActivity } from '../support/activities.ts';
import { type Connector, openConnector } from '../support/connector.ts';
import { recordingLog } from '../support/fakes.ts';

const hour = 3_600_000;
const day = 24 * hour;
const failedNights = 60;

describe('a store with forty digests, an open incident and sixty days of failures', () => {
  let dataDir: string;
  let simulator: Simulator;
  let api: Awaited<ReturnType<Simulator['listen']>>;
  let connector: Connector;
  let app: App | undefined;
  let url = '';

  before(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-upgrade-'));
    simulator = createSimulator({ history: false });
    api = await simulator.listen(0);
    connector = await openConnector();
    const now = Date.now();
    const planted = Array.from({ length: failedNights }, (_, index) => {
      const startedAt = now - (index + 1) * day;
      return { id: `EFB${index}`, service: 1, state: 3, startedAt, endedAt: startedAt + hour };
    });
    simulator.plant(...planted, { service: 7, startedAt: now - 2 * hour, endedAt: now - hour });
  });
  after(async () => {
    await app?.close();
    await connector.close();
    await api.close();
    rmSync(dataDir, { recursive: true });
  });

  async function start(): Promise<void> {
    const config = readConfig({
      PORT: '0',
      DATA_DIR: dataDir,
      WATCH_INTERVAL_SECONDS: '1',
      ASKS_PER_USER_PER_MINUTE: '0',
      AVEPOINT_GRAPH_URL: api.url,
      AVEPOINT_TOKEN_URL: `${api.url}/connect/token`,
      AVEPOINT_CLIENT_ID: simulatedClient.id,
      AVEPOINT_CLIENT_SECRET: simulatedClient.secret,
    });
    app = await createApp(config, { log: recordingLog() });
    url = await app.listen();
  }
  async function stop(): Promise<void> {
    await app?.close();
    app = undefined;
  }
  const say = (text: string, conversation?: string) =>
    fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(
        messageActivity(
          connector.serviceUrl,
          text,
          conversation === undefined
            ? {}
            : { conversation: { id: conversation, conversationType: 'personal', tenantId: 'tenant-1' } },
        ),
      ),
    });
  const press = (verb: string, data: object) =>
    fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(pressActivity(connector.serviceUrl, verb, data)),
    });
  const textsSent = () => JSON.stringify(connector.sent.map(({ activity }) => activity));

  it('an upgrade sends no message, makes no edit and calls no user, since nothing is new', async function () {
    this.timeout(90_000);
    await start();
    const later = `${String((new Date().getUTCHours() + 6) % 24).padStart(2, '0')}:00`;
    for (let chat = 0; chat < 40; chat += 1) await say(`digest daily at ${later} UTC`, `a:chat-${chat}`);
    assert.equal(textsSent().match(/Digest set/g)?.length, 80, 'each card has it twice');
    await say('watch exchange');
    await press('watch.save', { v: 1, os: ['exchange'], a: 1 });
    const now = Date.now();
    simulator.plant({ id: 'EFB-now', service: 1, state: 3, startedAt: now - 3_000, endedAt: now });
    const deadline = Date.now() + 20_000;
    while (!connector.sent.some(({ activity }) => JSON.stringify(activity).includes('Acknowledge'))) {
      assert.ok(Date.now() < deadline, 'the incident is posted');
      await sleep(100);
    }
    await sleep(1_500);
    await stop();

    // What the previous version knew: the settings, and no index.
    for (const name of ['job-index.db', 'job-index.db-wal', 'job-index.db-shm'])
      rmSync(join(dataDir, name), { force: true });
    const tries = connector.tries();
    await start();
    await sleep(4_000);
    assert.equal(connector.tries(), tries, 'nothing is sent that a person did not ask for');
    assert.ok(existsSync(join(dataDir, 'job-index.db')), 'the index is read anew');

    const taken = connector.sent.length;
    await say('status last 59 days');
    const answer = JSON.stringify(connector.sent.slice(taken));
    assert.match(answer, /Exchange/);
    assert.ok(answer.includes('60'), 'and has all failures');
    await stop();
  });
});
