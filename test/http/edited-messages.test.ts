import assert from 'node:assert/strict';
import type { AuditEntry } from '../../src/domain/audit.ts';
import { messageActivity } from '../support/activities.ts';
import { type Came, type ChannelEnd, type EndAnswer, openChannelEnd } from '../support/channel-end.ts';
import { fakeClock } from '../support/fakes.ts';
import { executesIn } from '../support/playground.ts';
import { openProduct, type Product } from '../support/product.ts';
import { createWatchedStore } from '../support/watched-store.ts';

const minute = 60_000;
const channel = {
  conversation: { id: '19:c@thread.tacv2;messageid=17', conversationType: 'channel', tenantId: 'tenant-1' },
};
const settings = /^(digests|watches|duty|targets|services|queue) /;

describe('edited messages over HTTP', () => {
  let product: Product;
  let teams: ChannelEnd;
  let store: ReturnType<typeof createWatchedStore>;
  let clock: ReturnType<typeof fakeClock>;
  let answer: (came: Came) => Promise<EndAnswer>;
  let isClosed: boolean;

  beforeEach(async () => {
    clock = fakeClock(Date.now());
    isClosed = false;
    answer = async () => ({ status: 201 });
    teams = await openChannelEnd(one => answer(one));
    store = createWatchedStore();
    product = await openProduct({ store, clock });
  });
  afterEach(async () => {
    if (!isClosed) await product.close();
    await teams.close();
  });

  const say = (id: string, text: string, overrides: object = {}) =>
    product.post(messageActivity(teams.serviceUrl, text, { id, ...overrides }));
  const edit = (id: string, text: string, overrides: object = {}, eventType = 'editMessage') =>
    say(id, text, { type: 'messageUpdate', channelData: { eventType }, ...overrides });
  const went = () =>
    teams.taken
      .filter(({ text }) => !text.includes('"typing"'))
      .map(({ method, path }) => `${method} ${path.split('/').at(-1)}`);
  const last = () => teams.taken.at(-1)?.text ?? '';
  const cardOf = (text: string) => JSON.parse(text).attachments[0].content as object;
  const set = () =>
    Object.fromEntries(Object.entries(store.contents()).filter(([name]) => settings.test(name)));

  it('an edited message has its answer changed in place, and is on record as edited', async () => {
    await say('1', 'help');
    await edit('1', 'targets');
    assert.deepEqual(went(), ['POST 1', 'PUT m1']);
    assert.match(last(), /24 h/);
    await product.close();
    isClosed = true;
    const entries = Object.entries(store.contents())
      .filter(([name]) => name.startsWith('audit '))
      .map(([, value]) => (value as AuditEntry).what);
    assert.deepEqual(
      entries.filter(what => 'isEdited' in what),
      [{ said: 'targets', isEdited: true }],
    );
  });

  it('an edited message in a channel has its answer changed in its thread', async () => {
    await say('1', 'help', channel);
    await edit('1', 'targets', channel);
    assert.match(teams.taken.at(-1)?.path ?? '', /19:c@thread\.tacv2;messageid=17\/activities\/m1$/);
  });

  it('an edited message has its answer changed with each edit, each delivered twice', async () => {
    await say('1', 'help');
    for (const text of ['targets', 'help', 'targets']) await Promise.all([edit('1', text), edit('1', text)]);
    assert.deepEqual(went(), ['POST 1', 'PUT m1', 'PUT m1', 'PUT m1']);
  });

  it('an edited message is not answered again if its words are the same, as after a link’s preview', async () => {
    await say('1', 'targets');
    await edit('1', ' targets&nbsp;');
    assert.deepEqual(went(), ['POST 1']);
  });

  it('an edited message is not answered again if it was deleted, or is there again', async () => {
    await say('1', 'targets');
    await edit('1', 'help', {}, 'undeleteMessage');
    await edit('1', 'help', { type: 'messageDelete' }, 'softDeleteMessage');
    await edit('1', 'help', { channelData: {} });
    assert.deepEqual(went(), ['POST 1']);
  });

  it('an edited message has its answer changed up to 15 minutes after it came, and gets a new one later', async () => {
    await say('1', 'help');
    clock.advance(15 * minute);
    await edit('1', 'targets');
    clock.advance(1);
    await edit('1', 'help');
    await edit('1', 'targets');
    assert.deepEqual(went(), ['POST 1', 'PUT m1', 'POST 1', 'PUT m3']);
  });

  it('an edited message gets a new answer if the bot doesn’t know the first: from another process or to another person', async () => {
    await edit('1', 'help');
    await say('2', 'help');
    await edit('2', 'targets', { from: { id: '29:lee', name: 'Lee' } });
    assert.deepEqual(went(), ['POST 1', 'POST 2', 'POST 2']);
  });

  it('an order isn’t carried out if its edit overtook it: the answer to the edit says what is set, and offers the new order', async () => {
    await edit('1', 'digest daily at 9');
    assert.match(last(), /No digest/);
    assert.ok(
      executesIn(cardOf(last())).some(({ data }) => JSON.stringify(data).includes('digest daily at 9')),
    );
    await Promise.all([say('1', 'digest daily at 8'), say('1', 'digest daily at 8')]);
    assert.deepEqual(set(), {});
    assert.deepEqual(went(), ['POST 1']);
  });

  for (const refused of [
    { status: 404, body: { error: { code: 'ActivityNotFoundInConversation' } } },
    { status: 403, body: { error: { code: 'Unknown' } } },
    { status: 400, body: { error: { code: 'BadArgument' } } },
  ])
    it(`an edited message gets a new answer if the first can’t be changed any more: ${refused.status}`, async () => {
      await say('1', 'help');
      answer = async ({ method }) => (method === 'PUT' ? refused : { status: 201 });
      await edit('1', 'targets');
      await edit('1', 'help');
      assert.deepEqual(went(), ['POST 1', 'POST 1', 'POST 1']);
    });

  it('an edited message has an answer changed that is still on its way', async () => {
    let release = () => {};
    const isReleased = new Promise<void>(resolve => {
      release = resolve;
    });
    let arrived = () => {};
    const hasArrived = new Promise<void>(resolve => {
      arrived = resolve;
    });
    answer = async ({ method }) => {
      if (method === 'PUT') return { status: 200 };
      arrived();
      await isReleased;
      return { status: 201 };
    };
    const first = say('1', 'help');
    await hasArrived;
    const second = edit('1', 'targets');
    release();
    await Promise.all([first, second]);
    assert.deepEqual(went(), ['POST 1', 'PUT m1']);
    assert.match(last(), /24 h/);
  });

  const orders = [
    ['digest daily at 08:00', 'digest daily at 09:00', /08:00/],
    ['watch exchange', 'watch exchange and teams', /watched/],
    ['target exchange 6h', 'target exchange 12h', /6 h/],
    ['teams is retired', 'teams is expected', /Teams/],
    ['escalate after 20 minutes', 'escalate after 10 minutes', /20 min/],
    ['remind after 2 days', 'remind after 12 hours', /2 days|48 h/],
    ['help', 'digest daily at 08:00', /No digest/],
    ['digest daily at 08:00', 'digest off', /08:00/],
  ] as const;
  for (const [first, edited, shown] of orders)
    it(`the message “${first}” edited to “${edited}” shows what is set, changes nothing, and offers the change as a preview`, async () => {
      await say('1', first, channel);
      const before = set();
      await edit('1', edited, channel);
      await edit('unknown', edited, channel);
      assert.deepEqual(set(), before);
      // A sign of typing takes an id, too.
      assert.match(went().join(), /^POST 1,PUT m[12],POST unknown$/);
      for (const { text } of teams.taken.filter(({ text }) => text.includes('AdaptiveCard')).slice(1)) {
        assert.match(text, /Editing a message changes no settings/);
        assert.match(text, shown);
        const offer = executesIn(cardOf(text)).find(({ data }) => data.q === edited);
        assert.equal(offer?.verb, 'ask');
      }
    });

  it('an edited message that names other people on call gets no button for it, since a button can’t carry a mention', async () => {
    const lee = { type: 'mention', text: '<at>Lee</at>', mentioned: { id: '29:lee', name: 'Lee' } };
    await say('1', 'on duty <at>Lee</at>', { ...channel, entities: [lee] });
    const before = set();
    const sam = { type: 'mention', text: '<at>Sam</at>', mentioned: { id: '29:sam', name: 'Sam' } };
    await edit('1', 'on duty <at>Sam</at>', { ...channel, entities: [sam] });
    assert.deepEqual(set(), before);
    assert.match(last(), /Lee/);
    assert.match(last(), /send a new message/);
    assert.doesNotMatch(last(), /Sam/);
  });
});
