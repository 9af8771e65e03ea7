import assert from 'node:assert/strict';
import type { CardAction } from '../../src/cards/button-link.ts';
import { StoreError } from '../../src/domain/store.ts';
import { createPostedCards } from '../../src/store/posted-cards.ts';
import { messageActivity, pressActivity } from '../support/activities.ts';
import { fakeClock } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { executesIn } from '../support/playground.ts';
import { packPress } from '../support/press.ts';
import { openProduct, type Product } from '../support/product.ts';

const channel = {
  conversation: { id: '19:c@thread.tacv2;messageid=17', conversationType: 'channel', tenantId: 'tenant-1' },
  channelData: { team: { id: '19:team@thread.tacv2' }, tenant: { id: 'tenant-1' } },
};

describe('presses that change a message for all', () => {
  let product: Product;
  let store: ReturnType<typeof createMemoryStore>;
  beforeEach(async () => {
    store = createMemoryStore();
    product = await openProduct({ store });
  });
  afterEach(() => product.close());

  /** Sends an order, and returns the id of the card that answers it, and its buttons. */
  async function cardOf(sentence: string, where: object = channel) {
    const { sent, serviceUrl } = product.connector;
    await product.post(messageActivity(serviceUrl, sentence, where));
    return { id: `sent-${sent.length}`, presses: executesIn(sent.at(-1)?.activity ?? {}) };
  }
  async function press({ verb, data }: CardAction, replyToId: string, where: object = channel) {
    const before = product.connector.sent.length;
    const activity = pressActivity(product.connector.serviceUrl, verb, data, { ...where, replyToId });
    const { type, value } = (await (await product.post(activity)).json()) as { type: string; value: unknown };
    const sent = product.connector.sent.slice(before);
    return {
      shown: type.endsWith('card.adaptive') ? 'card' : String(value),
      text: JSON.stringify(value),
      sent: sent.map(({ method, path }) => `${method} ${path.split('/activities/')[1]}`),
    };
  }
  const having = (presses: readonly CardAction[], verb: string) => {
    const found = presses.find(one => one.verb === verb);
    assert.ok(found, verb);
    return found;
  };

  it('a press changes the card that has the button, and then the card that replaced it', async () => {
    const { id, presses } = await cardOf('digest daily at 08:00');
    const paused = await press(having(presses, 'digest.pause'), id);
    assert.deepEqual([paused.shown, paused.sent], ['Paused.', [`PUT ${id}`]]);
    const anew = having(executesIn(product.connector.sent.at(-1)?.activity ?? {}), 'digest.resume');
    assert.deepEqual((await press(anew, id)).sent, [`PUT ${id}`]);
  });

  it('an Undo changes the card of the change for all, whose Undo is gone then', async () => {
    const { id, presses } = await cardOf('digest daily at 08:00');
    const undone = await press(having(presses, 'change.undo'), id);
    assert.deepEqual([undone.shown, undone.sent], ['Undone.', [`PUT ${id}`]]);
    const shown = product.connector.sent.at(-1)?.activity ?? {};
    assert.match(JSON.stringify(shown), /Undone: The digest daily at 08:00 is no longer set/);
    assert.deepEqual(
      executesIn(shown).map(({ verb }) => verb),
      ['ask'],
    );
    assert.match((await cardOf('digest')).presses.map(({ verb }) => verb).join(), /^(?!.*digest.off)/);
  });

  it('a press changes a preview that was asked for in a sentence, saved or not', async () => {
    for (const verb of ['watch.save', 'watch.cancel']) {
      const { id, presses } = await cardOf('watch exchange');
      assert.deepEqual((await press(having(presses, verb), id)).sent, [`PUT ${id}`]);
    }
  });

  it('a press changes the card after a restart, and at another instance', async () => {
    const { id, presses } = await cardOf('digest daily at 08:00');
    const other = await openProduct({ store });
    const { verb, data } = having(presses, 'digest.pause');
    const pressed = pressActivity(other.connector.serviceUrl, verb, data, { ...channel, replyToId: id });
    await other.post(pressed);
    assert.deepEqual(
      other.connector.sent.map(({ method }) => method),
      ['PUT'],
    );
    await other.close();
  });

  for (const [what, forged] of [
    ['an incident’s card', async () => 'sent-by-the-watcher'],
    ['another settings card', async () => (await cardOf('watch')).id],
    [
      'another card with the same buttons for other things',
      async () => (await cardOf('target exchange 6h')).id,
    ],
    ['no message', async () => ''],
    ['something else', async () => '../../x/activities/1'],
  ] as const)
    it(`a press changes nothing that it doesn’t belong to: it names ${what}`, async () => {
      const { presses } = await cardOf('digest daily at 08:00');
      const pressed = await press(having(presses, 'digest.pause'), await forged());
      assert.equal(pressed.shown, 'card');
      assert.match(pressed.text, /Paused/);
      // It was carried out, so the channel gets a message of its own.
      assert.equal(pressed.sent.length, 1);
      assert.match(pressed.sent[0] ?? '', /^POST /);
    });

  it('a press from another conversation changes nothing by the id of a card there', async () => {
    const { id } = await cardOf('digest daily at 08:00');
    const { presses } = await cardOf('digest daily at 09:00', {});
    const pressed = await press(having(presses, 'digest.pause'), id, {});
    assert.deepEqual([pressed.shown, pressed.sent], ['card', []]);
  });

  it('a press on a card older than the record is carried out, and shown to the presser and in a message of its own', async () => {
    const { id, presses } = await cardOf('digest daily at 08:00');
    for await (const { collection, partition, key } of store.all('postedCards'))
      await store.remove({ collection, partition, key });
    const pressed = await press(having(presses, 'digest.pause'), id);
    assert.deepEqual([pressed.shown, pressed.sent.length], ['card', 1]);
    assert.match(pressed.sent[0] ?? '', /^POST /);
    // In a personal chat the presser is the only user.
    const own = await cardOf('digest daily at 09:00', {});
    assert.deepEqual((await press(having(own.presses, 'digest.pause'), 'old', {})).sent, []);
  });

  it('a press that changed nothing is shown to the presser only, if it doesn’t belong to the message', async () => {
    const wish = { services: [], inARow: 1, isPartialIncluded: false, quiet: undefined } as const;
    for (const one of [
      packPress({ verb: 'watch.cancel', wish }),
      packPress({ verb: 'digest.off', id: '0123456789ab' }),
      packPress({ verb: 'settings.restore' }),
    ]) {
      const pressed = await press(one, 'sent-by-the-watcher');
      assert.deepEqual([pressed.shown, pressed.sent], ['card', []], one.verb);
    }
  });

  it('a press is taken as foreign if the record can’t be read', async () => {
    const { id, presses } = await cardOf('digest daily at 08:00');
    const { get } = store;
    store.get = async place => {
      if (place.collection === 'postedCards') throw new StoreError('unavailable', 'planted');
      return get(place);
    };
    assert.match((await press(having(presses, 'digest.pause'), id)).sent[0] ?? '', /^POST /);
  });

  it('a press is answered though the record of cards hangs, when it is written and when it is read', async () => {
    const { id, presses } = await cardOf('digest daily at 08:00');
    const waiting: (() => void)[] = [];
    const hanging = () => new Promise<void>(resolve => waiting.push(resolve));
    const { get, put } = store;
    store.put = async (place, ...value) => {
      if (place.collection === 'postedCards') await hanging();
      return put(place, ...value);
    };
    assert.deepEqual((await press(having(presses, 'digest.pause'), id)).sent, [`PUT ${id}`]);
    store.get = async place => {
      if (place.collection === 'postedCards') await hanging();
      return get(place);
    };
    const { sent } = await press(having(presses, 'digest.off'), id);
    assert.match(sent[0] ?? '', /^POST /);
    Object.assign(store, { get, put });
    for (const resolve of waiting) resolve();
  });
});

describe('record of posted cards', () => {
  it('the record of posted cards drops what is older than 90 days, in every conversation', async () => {
    const clock = fakeClock();
    const store = createMemoryStore();
    const cards = createPostedCards(store, clock);
    const place = { home: 'a', id: 'a' };
    const [old, other] = [String(clock.now()), 'an-id-of-another-kind'];
    await cards.note(place, old, ['mark']);
    await cards.note(place, other, ['mark']);
    clock.advance(91 * 24 * 3_600_000);
    await cards.note({ home: 'b', id: 'b' }, String(clock.now()), ['mark']);
    assert.deepEqual(await cards.marksOf(place, old), []);
    assert.deepEqual(await cards.marksOf(place, other), ['mark']);
    assert.deepEqual(await cards.marksOf({ home: 'b', id: 'b' }, String(clock.now())), ['mark']);
  });

  it('the record of posted cards drops what is old though ids of another kind lie before it', async () => {
    const clock = fakeClock();
    const cards = createPostedCards(createMemoryStore(), clock);
    const place = { home: 'a', id: 'a' };
    for (let n = 0; n < 30; n += 1) await cards.note(place, `1:${n}`, ['mark']);
    const old = String(clock.now());
    await cards.note(place, old, ['mark']);
    clock.advance(91 * 24 * 3_600_000);
    await cards.note(place, String(clock.now()), ['mark']);
    assert.deepEqual(await cards.marksOf(place, old), []);
    assert.deepEqual(await cards.marksOf(place, '1:0'), ['mark']);
  });
});
