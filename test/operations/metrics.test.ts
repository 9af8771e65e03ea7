import assert from 'node:assert/strict';
import { messageActivity } from '../support/activities.ts';
import { clockOf } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { openProduct, type Product } from '../support/product.ts';

/** Returns what was counted since `look`, by name and labels. */
async function since(product: Product): Promise<(...names: string[]) => Promise<number[]>> {
  const read = async () => {
    const lines = (await product.metrics()).split('\n').filter(line => line.startsWith('backup_watch_'));
    return new Map(
      lines.map(line => [line.slice(13, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
    );
  };
  const before = await read();
  return async (...names) => {
    const now = await read();
    return names.map(name => {
      const value = now.get(name);
      assert.ok(value !== undefined, name);
      return value - (before.get(name) ?? 0);
    });
  };
}

/** Checks repeatedly, for as long as a test may take. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await isSo())) {
    assert.ok(Date.now() < end, 'it did not come');
    await new Promise(setImmediate);
  }
}

describe('the metrics of the product, over HTTP', () => {
  let product: Product;
  let status = 201;
  let isStoreBroken = false;
  let ahead = 0;

  before(async () => {
    const memory = createMemoryStore();
    const store = {
      ...memory,
      list: (...range: Parameters<typeof memory.list>) =>
        isStoreBroken && range[0] === 'targets'
          ? Promise.reject(new Error('no store'))
          : memory.list(...range),
    };
    product = await openProduct({
      answer: () => status,
      store,
      clock: clockOf(() => Date.now() + ahead),
      sending: { leaseMs: 4_000, renewMs: 20, roundMs: 20, sendMs: 2_000 },
    });
  });
  after(() => product.close());
  afterEach(() => {
    status = 201;
    isStoreBroken = false;
    product.simulator.clearTroubles();
  });

  it('the metrics count turns by kind and outcome, and measure them', async () => {
    const counted = await since(product);
    await product.say('help');
    await product.press('help', { v: 1 });
    product.simulator.addTrouble({ kind: 'status', status: 403, at: 'jobs' });
    await product.say('failed backups today');
    const again = messageActivity(product.connector.serviceUrl, 'help');
    for (const _ of [1, 2]) await product.post(again);
    await product.post({ ...again, id: 'other', type: 'messageReaction' });
    const turns = (kind: string, ending: string) => `turns_total{kind="${kind}",ending="${ending}"}`;
    assert.deepEqual(
      await counted(
        turns('message', 'answered'),
        turns('message', 'failed'),
        turns('message', 'repeated'),
        turns('press', 'answered'),
        turns('other', 'none'),
        'turn_duration_seconds_count{kind="message"}',
        'turn_duration_seconds_bucket{le="10",kind="press"}',
      ),
      [2, 1, 1, 1, 1, 4, 1],
    );
  });

  it('the metrics count requests to AvePoint by outcome, count retries, and measure each', async () => {
    const counted = await since(product);
    const match = { PageSize: '10' };
    product.simulator.addTrouble({ kind: 'status', status: 503, at: 'jobs', times: 1, match });
    product.simulator.addTrouble({ kind: 'drop', at: 'jobs', times: 1, match });
    await product.say('failed backups last week');
    const api = (outcome: string) => `api_requests_total{api="jobs",outcome="${outcome}"}`;
    const [unavailable, dropped, retries, good] = await counted(
      api('5xx'),
      api('no-answer'),
      'api_retries_total{api="jobs"}',
      api('2xx'),
    );
    assert.deepEqual([unavailable, dropped, retries], [1, 1, 2]);
    assert.ok((good ?? 0) >= 1);
    assert.deepEqual(await counted('api_request_duration_seconds_count{api="jobs"}'), [(good ?? 0) + 2]);
    assert.match(await product.metrics(), /api_requests_total\{api="token",outcome="2xx"\} [1-9]/);
  });

  it('the metrics count answers by their result', async () => {
    const counted = await since(product);
    await product.say('help');
    status = 403;
    await product.say('help');
    const answers = (outcome: string) => `sends_total{way="answer",outcome="${outcome}"}`;
    assert.deepEqual(await counted(answers('sent'), answers('failed')), [1, 1]);
  });

  it('the metrics count refused requests by reason', async () => {
    const counted = await since(product);
    await product.post({ not: 'an activity' });
    await product.post(messageActivity('https://smba.example/teams/', 'help'));
    const refused = (reason: string) => `refused_requests_total{reason="${reason}"}`;
    const turns = ['answered', 'failed', 'none'].map(
      ending => `turns_total{kind="message",ending="${ending}"}`,
    );
    assert.deepEqual(await counted(refused('activity'), refused('service'), ...turns), [1, 1, 0, 0, 0]);
  });

  it('the metrics count failures of the store', async () => {
    const counted = await since(product);
    isStoreBroken = true;
    await product.say('targets');
    const failures = (operation: string) => `store_failures_total{operation="${operation}"}`;
    assert.deepEqual(await counted(failures('list'), failures('get')), [1, 0]);
  });

  it('the metrics count proactive messages, and measure how late they were', async () => {
    const counted = await since(product);
    const at = new Date(Math.ceil((Date.now() + 60_000) / 60_000) * 60_000).toISOString().slice(11, 16);
    await product.say(`digest daily at ${at} UTC`);
    const before = product.connector.sent.length;
    ahead += 40 * 60_000;
    await until(() => product.connector.sent.length > before);
    const lag = (le: string) => `due_lag_seconds_bucket{le="${le}",what="digest"}`;
    const sent = 'sends_total{way="post",outcome="sent"}';
    await until(
      async () => (await counted(sent))[0] !== 0 && (await product.metrics()).includes('what="digest"'),
    );
    assert.deepEqual(await counted(sent, lag('1800'), lag('3600')), [1, 0, 1]);
  });

  it('no metric has a label with values from outside', async () => {
    await product.say('planted words', { from: { id: 'planted-id', name: 'planted-name' } });
    await product.press('planted-verb', { planted: 1 });
    await product.post({ ...messageActivity(product.connector.serviceUrl, 'x'), type: 'planted-type' });
    const text = await product.metrics();
    assert.doesNotMatch(text, /planted/);
    const labels = new Set([...text.matchAll(/[{,](\w+)="/g)].map(([, label]) => label));
    assert.deepEqual([...labels].sort(), [
      'api',
      'became',
      'ending',
      'kind',
      'le',
      'operation',
      'outcome',
      'part',
      'quantile',
      'reason',
      'record',
      'way',
      'what',
    ]);
  });
});
