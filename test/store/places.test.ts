import assert from 'node:assert/strict';
import { createConversationStore } from '../../src/store/places.ts';
import { aPlace } from '../features/digest/support.ts';
import { hour, monday } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';

const minute = 60_000;
const reason = { status: 403, code: 'BotDisabledByAdmin' };

describe('a pause that Teams has asked for', () => {
  const pause = { from: monday, until: monday + 3 * hour };

  it('a pause isn’t shortened by a later answer, nor ended by a message in flight, nor by a user', async () => {
    const places = createConversationStore(createMemoryStore());
    await places.keep(aPlace);
    await places.pause(aPlace, pause);
    await places.pause(aPlace, { from: monday + minute, until: monday + 2 * minute });
    await places.delivered(aPlace);
    await places.heard(aPlace);
    assert.deepEqual((await places.get(aPlace))?.pause, pause);
    const later = { from: monday + 4 * hour, until: monday + 4 * hour + minute };
    await places.pause(aPlace, later);
    assert.deepEqual((await places.get(aPlace))?.pause, later);
  });
});

describe('a conversation without permission', () => {
  it('a conversation counts as without permission from the first check of an unbroken series', async () => {
    const places = createConversationStore(createMemoryStore());
    await places.keep(aPlace);
    const since = async () => (await places.get(aPlace))?.held?.since;
    await places.hold(aPlace, 'role', monday);
    await places.hold(aPlace, 'role', monday + hour);
    assert.equal(await since(), monday);
    await places.hold(aPlace, 'role', monday + 100 * 24 * hour);
    assert.equal(await since(), monday + 100 * 24 * hour);
  });
});

describe('the record of a conversation that refuses messages', () => {
  async function open() {
    const store = createMemoryStore({ isShared: true });
    const places = createConversationStore(store);
    await places.keep(aPlace);
    const undelivered = async () => (await places.get(aPlace))?.undelivered;
    return { store, places, undelivered };
  }

  it('concurrent refusals count as one attempt', async () => {
    const { places, undelivered } = await open();
    await Promise.all([0, 1, 2].map(ms => places.refused(aPlace, reason, monday + ms)));
    assert.equal((await undelivered())?.tries, 1);
  });

  it('each attempt is made by one of several instances, and none before its time', async () => {
    const { store, places } = await open();
    const other = createConversationStore(store);
    await places.refused(aPlace, reason, monday);
    const take = (ms: number) =>
      Promise.all([places, other, places].map(one => one.takeTry(aPlace, monday + ms)));
    assert.deepEqual(await take(minute - 1), [false, false, false]);
    assert.deepEqual((await take(minute)).filter(Boolean), [true]);
    assert.deepEqual((await take(2 * minute)).filter(Boolean), [true]);
  });

  it('the record of a refused conversation is read as an earlier version wrote it', async () => {
    const { store, places, undelivered } = await open();
    const key = { collection: 'places', partition: aPlace.home, key: encodeURIComponent(aPlace.id) };
    const old = { since: monday, countedFrom: monday, reason, tries: 1, nextTryAt: monday + minute };
    await store.put(key, { place: aPlace, undelivered: old });
    assert.equal(await places.takeTry(aPlace, monday + minute), true);
    await places.refused(aPlace, reason, monday + minute, 'a');
    const { refused, nextTryAt } = (await undelivered()) ?? {};
    assert.deepEqual([refused, nextTryAt], [['a'], monday + 2 * minute]);
  });

  it('the retry schedule of a conversation continues after the bot was down for a while', async () => {
    const { places, undelivered } = await open();
    await places.refused(aPlace, reason, monday);
    assert.equal(await places.takeTry(aPlace, monday + 20 * minute), true);
    await places.refused(aPlace, reason, monday + 20 * minute + 1);
    assert.equal((await undelivered())?.nextTryAt, monday + hour);
    assert.equal(await places.takeTry(aPlace, monday + 100 * hour + minute), true);
    assert.equal((await undelivered())?.nextTryAt, monday + 101 * hour);
  });

  it('a user’s message isn’t undone by an attempt in flight', async () => {
    const { places, undelivered } = await open();
    const before = await places.refused(aPlace, reason, monday);
    await places.takeTry(aPlace, monday + minute);
    await places.heard(aPlace);
    await places.giveBackTry(aPlace, before);
    assert.equal((await undelivered())?.isReleased, true);
    await places.refused(aPlace, reason, monday + 70_000);
    const { since, countedFrom, tries, nextTryAt } = (await undelivered()) ?? {};
    assert.deepEqual(
      [since, countedFrom, tries, nextTryAt],
      [monday, monday + 70_000, 1, monday + 70_000 + minute],
    );
    await places.delivered(aPlace);
    assert.equal(await undelivered(), undefined);
  });

  it('a conversation’s record isn’t written again if the bot is removed while a message is refused', async () => {
    const { places } = await open();
    await places.forget(aPlace);
    await places.refused(aPlace, reason, monday);
    await places.delivered(aPlace);
    assert.equal(await places.get(aPlace), undefined);
  });

  it('a conversation without a known address is found in its team', async () => {
    const { places } = await open();
    const id = '19:a/b@thread.tacv2';
    await places.refused({ home: 'team', id }, { status: undefined, code: undefined }, monday);
    assert.deepEqual(await places.ofHome('team'), [{ home: 'team', id }]);
  });
});
