import assert from 'node:assert/strict';
import type { AuditEntry } from '../../src/domain/audit.ts';
import { createAudit } from '../../src/features/audit/audit-log.ts';
import type { Watch } from '../../src/features/incidents/watch/watch.ts';
import type { WalkableStore } from '../../src/store/whole-store.ts';
import { envelope, messageActivity, pressActivity } from '../support/activities.ts';
import { collected } from '../support/audit.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { openProduct, type Product } from '../support/product.ts';

/** The most that the HTTP end takes. */
const mostBytes = 256 * 1024;
const nested = (depth: number, open = '[', close = ']') => `${open.repeat(depth)}${close.repeat(depth)}`;
/** Put in place of `"HERE"`, since `JSON.stringify` could not write it. */
const withPart = (activity: object, json: string) => JSON.stringify(activity).replace('"HERE"', json);

describe('activities beyond the bounds', () => {
  let store: WalkableStore;
  let product: Product;
  let closed: Promise<void> | undefined;

  beforeEach(async () => {
    store = createMemoryStore();
    product = await openProduct({ store });
    closed = undefined;
  });
  afterEach(close);

  function close(): Promise<void> {
    closed ??= product.close();
    return closed;
  }

  async function send(body: string): Promise<{ status: number; text: string }> {
    assert.ok(Buffer.byteLength(body) <= mostBytes);
    const response = await fetch(`${product.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    return { status: response.status, text: await response.text() };
  }

  const press = (verb: string, data: unknown, overrides?: object) =>
    pressActivity(product.connector.serviceUrl, verb, data, overrides);

  /** Closes the product, so that all it has gathered is stored. */
  async function entries(): Promise<readonly AuditEntry[]> {
    await close();
    return collected(createAudit(store).oldestFirst({ from: 0, to: Date.now() + 1_000 }));
  }

  /** The keys of those that are set; one that was ended stays until its faults are closed. */
  async function watches(): Promise<readonly string[]> {
    const kept = await store.list('watches', 'all', { limit: 10 });
    return kept.filter(({ value }) => !(value as Watch).isEnding).map(({ key }) => key);
  }

  /** Saves a watch and returns the data of the button that ends it. */
  async function watched(): Promise<object> {
    await (await product.press('watch.save', { v: 1, a: 1 })).text();
    const [id] = (await watches()).map(key => key.split('|').at(-1));
    assert.ok(id);
    return { v: 1, d: id };
  }

  it('a press beyond the bounds changes nothing, is answered so, and is on record', async () => {
    const data = { ...(await watched()), x: 'HERE' };
    const before = await watches();
    const { status, text } = await send(withPart(press('watch.end', data), nested(6_000)));
    assert.equal(status, 200);
    assert.match(text, /This button no longer works/);
    assert.deepEqual(await watches(), before);
    const all = await entries();
    assert.deepEqual(
      all.map(({ what }) => what),
      [
        { pressed: 'watch.save', carried: '{"v":1,"a":1}' },
        { pressed: 'watch.end', unreadable: true },
      ],
    );
    assert.deepEqual(all.at(-1)?.ending, { kind: 'failed', problem: 'unreadable' });
  });

  const half = mostBytes / 2 - 2_000;
  for (const [what, json] of Object.entries({
    'as deep as a body can be': nested(half),
    'deep in objects': nested(40_000, '{"a":', '}').replace('{"a":}', '{}'),
    'with a hundred thousand parts': `[${'0,'.repeat(half)}0]`,
    'with a text as long as a body can be': JSON.stringify('x'.repeat(2 * half)),
    'with names as long as a body can be': JSON.stringify({ ['x'.repeat(2 * half)]: 1 }),
  }))
    it(`a press beyond the bounds ends no watch: ${what}`, async () => {
      const data = { ...(await watched()), x: 'HERE' };
      const before = await watches();
      const { text } = await send(withPart(press('watch.end', data), json));
      assert.match(text, /This button no longer works/);
      assert.deepEqual(await watches(), before);
      const last = (await entries()).at(-1);
      assert.deepEqual(last?.what, { pressed: 'watch.end', unreadable: true });
      assert.deepEqual(
        product.logged().filter(({ level }) => Number(level) >= 50),
        [],
      );
    });

  for (const [part, overrides] of Object.entries({
    channelData: { channelData: { x: 'HERE' } },
    entities: { entities: [{ type: 'clientInfo', x: 'HERE' }] },
    attachments: { attachments: [{ content: 'HERE' }] },
    'a field that is not known': { x: 'HERE' },
    'who it is from': { from: { id: '29:kim', name: 'Kim', x: 'HERE' } },
  })) {
    it(`a press changes nothing, and is on record, if it is nested too deep in ${part}`, async () => {
      const data = await watched();
      const before = await watches();
      const { text } = await send(withPart(press('watch.end', data, overrides), nested(100_000)));
      assert.match(text, /This button no longer works/);
      assert.deepEqual(await watches(), before);
      const last = (await entries()).at(-1);
      assert.deepEqual(last?.what, { pressed: 'watch.end', unreadable: true });
      assert.equal(last?.who.name, 'Kim');
    });

    it(`a sentence is refused if its activity is nested too deep in ${part}`, async () => {
      const said = messageActivity(product.connector.serviceUrl, 'digest daily at 8', overrides);
      const { status } = await send(withPart(said, nested(100_000)));
      assert.equal(status, 400);
      assert.match(await product.metrics(), /refused_requests_total\{reason="activity"\} 1/);
      assert.deepEqual(await entries(), []);
    });
  }

  it('a verb that is too long is recorded shortened', async () => {
    await send(JSON.stringify(press('x'.repeat(200_000), {})));
    const what = (await entries()).at(-1)?.what;
    assert.ok(what && 'pressed' in what);
    assert.equal(what.pressed.length, 60);
  });

  it('an activity as large as Teams makes them is accepted: a team of thousands loses the bot', async () => {
    await watched();
    const membersRemoved = Array.from({ length: 3_000 }, (_, index) => ({
      id: `29:${index}`,
      aadObjectId: '00000000-0000-0000-0000-000000000001',
    }));
    const removal = {
      ...envelope(product.connector.serviceUrl),
      type: 'conversationUpdate',
      membersRemoved: [...membersRemoved, { id: '28:bot', name: 'Backup Watch' }],
    };
    assert.equal((await send(JSON.stringify(removal))).status, 200);
    assert.deepEqual(await watches(), []);
  });

  it('a button’s own data up to the bounds is accepted: what clients add is ignored', async () => {
    const data = { ...(await watched()), msteams: { a: [[[[{ b: 'x'.repeat(5_000) }]]]] } };
    const { text } = await send(JSON.stringify(press('watch.end', data)));
    assert.match(text, /Nothing is watched here now/);
    assert.deepEqual(await watches(), []);
    assert.equal(JSON.stringify(await entries()).includes('msteams'), false);
  });
});
