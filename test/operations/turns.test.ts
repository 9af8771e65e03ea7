import assert from 'node:assert/strict';
import { messageActivity } from '../support/activities.ts';
import { openProduct, type Product } from '../support/product.ts';

describe('the turns of the product', () => {
  let product: Product;
  let status = 201;

  before(async () => {
    product = await openProduct({ answer: () => status });
  });
  after(() => product.close());
  afterEach(() => {
    status = 201;
    product.simulator.clearTroubles();
  });

  const ends = () => product.logged().filter(({ msg }) => msg === 'turn ended');
  const lastEnd = () => ends().at(-1) ?? {};

  it('an error card shows the turn’s id, which every line of the turn in the log has', async () => {
    product.simulator.addTrouble({ kind: 'status', status: 403, at: 'jobs' });
    await product.say('failed backups today');
    const card = JSON.stringify(product.connector.sent.at(-1)?.activity);
    const [, reference] = /Reference: ([0-9a-f]{8})/.exec(card) ?? [];
    assert.ok(reference !== undefined);
    const lines = product.logged().filter(({ turn }) => turn === reference);
    assert.ok(lines.some(({ msg }) => msg === 'jobs not read'));
    assert.ok(lines.some(({ request }) => String(request).startsWith('GET /')));
    const { kind, about, ending, problem, ms } = lines.at(-1) ?? {};
    assert.deepEqual([kind, about, ending, problem], ['message', 'jobs', 'failed', 'forbidden']);
    assert.equal(typeof ms, 'number');
  });

  it('concurrent turns that share a token and a request have their own ids in the log', async () => {
    const before = ends().length;
    product.simulator.addTrouble({ kind: 'latency', ms: 50 });
    await Promise.all(Array.from({ length: 8 }, () => product.say('failed backups today')));
    const ids = ends()
      .slice(before)
      .map(({ turn }) => turn);
    assert.equal(new Set(ids).size, 8);
    assert.ok(ends().every(({ turn }) => /^[0-9a-f]{8}$/.test(String(turn))));
  });

  it('a repeated activity has a turn of its own, and its answer from the first one', async () => {
    const again = messageActivity(product.connector.serviceUrl, 'help');
    await product.post(again);
    const first = lastEnd();
    await product.post(again);
    assert.deepEqual([first.ending, lastEnd().ending], ['answered', 'repeated']);
    assert.notEqual(first.turn, lastEnd().turn);
  });

  it('the log has one line for each turn, never with what was written', async () => {
    await product.say('planted-words of somebody');
    assert.deepEqual([lastEnd().kind, lastEnd().about], ['message', 'notUnderstood']);
    await product.press('help', { v: 1 });
    assert.deepEqual([lastEnd().kind, lastEnd().about, lastEnd().ending], ['press', 'help', 'answered']);
    await product.press('planted-verb', { v: 1, text: 'planted-data' });
    assert.deepEqual([lastEnd().kind, lastEnd().about, lastEnd().ending], ['press', undefined, 'failed']);
    assert.doesNotMatch(JSON.stringify(product.logged()), /planted/);
  });

  it('the log has a line for an answer that couldn’t be sent', async () => {
    status = 403;
    await product.say('help');
    assert.deepEqual([lastEnd().ending, lastEnd().problem], ['failed', 'unsent']);
  });
});
