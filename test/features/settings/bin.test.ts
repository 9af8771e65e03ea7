import assert from 'node:assert/strict';
import type { ConversationRef } from '../../../src/domain/place.ts';
import { fakeClock, hour, monday, recordingLog } from '../../support/fakes.ts';
import { interpret } from '../../support/interpret.ts';
import { keeping } from '../../support/keeping.ts';
import { channel, exchange, kim } from '../incidents/support.ts';

const noReports = {
  report: () => assert.fail('not asked'),
  reportNow: () => assert.fail('not asked'),
  isReportRead: () => true,
};
const day = 24 * hour;
const general: ConversationRef = { ...channel, id: 'team-1' };

async function open() {
  const clock = fakeClock();
  const kept = keeping({ jobs: noReports, clock, log: recordingLog() });
  const set = async (place: ConversationRef) => {
    const { command } = interpret('digest daily at 8', { now: monday, zone: 'UTC', locale: 'en-GB' });
    assert.ok(command.kind === 'digest' && command.order.what === 'set');
    await kept.digests.obey(command.order, place, 'en-GB');
    await kept.watching.orders.save(exchange, place, { zone: 'UTC', locale: 'en-GB', by: kim });
    await kept.watching.duties.obey({ what: 'set', first: kim, fallback: undefined }, place, kim);
  };
  const settings = async (place: ConversationRef) => ({
    digests: (await kept.subscriptions.ofPlace(place)).map(({ value }) => value),
    watches: await kept.watching.watches.ofPlace(place),
    duty: await kept.watching.duties.get(place),
    place: await kept.places.get(place),
  });
  return { ...kept, clock, set, settings };
}

const all = { digests: 1, watches: 1, rosters: 1 };

describe('settings in the bin', () => {
  it('settings in the bin come back as they were, at the address that the conversation has now', async () => {
    const { settingsBin, set, settings } = await open();
    await set(channel);
    const before = await settings(channel);
    await settingsBin.putAway(channel.home, channel, 'removed');
    assert.deepEqual(await settings(channel), {
      digests: [],
      watches: [],
      duty: undefined,
      place: undefined,
    });
    assert.deepEqual(await settingsBin.count(channel), all);
    const moved = { ...channel, serviceUrl: 'http://127.0.0.1:2/' };
    assert.deepEqual(await settingsBin.bringBack(moved), all);
    assert.deepEqual(await settings(channel), { ...before, place: { place: moved, undelivered: undefined } });
    assert.equal(await settingsBin.count(channel), undefined);
  });

  it('settings in the bin come back at today’s address with its owner, though an old record had no owner', async () => {
    const { settingsBin, set, settings } = await open();
    const chat: ConversationRef = { ...channel, home: 'a:kim', id: 'a:kim', kind: 'personal' };
    await set(chat);
    await settingsBin.putAway(chat.home, undefined, 'removed');
    const today = { ...chat, botId: '28:new', owner: { personId: '29:kim', objectId: 'kim' } };
    await settingsBin.bringBack(today);
    assert.deepEqual((await settings(chat)).place?.place, today);
  });

  it('settings in the bin preserve the mark of a digest that may have been sent', async () => {
    const { settingsBin, set, settings, subscriptions } = await open();
    await set(channel);
    const [kept] = await subscriptions.ofPlace(channel);
    assert.ok(kept);
    await subscriptions.save({ ...kept.value, begun: ['digest'] }, kept);
    await settingsBin.putAway(channel.home, channel, 'removed');
    await settingsBin.bringBack(channel);
    assert.deepEqual((await settings(channel)).digests[0]?.begun, ['digest']);
  });

  it('the bin gets only the settings of what was removed, and returns all of a team’s in its own conversation', async () => {
    const { settingsBin, set, settings } = await open();
    const other = { ...channel, id: '19:other' };
    for (const place of [general, channel, other]) await set(place);
    await settingsBin.putAway(channel.home, channel, 'removed');
    assert.equal((await settings(other)).digests.length, 1);
    assert.equal(await settingsBin.count(other), undefined);
    await settingsBin.putAway(other.home, other, 'unreachable');
    assert.deepEqual(await settingsBin.count(general), { digests: 2, watches: 2, rosters: 2 });
    await settingsBin.bringBack(general);
    for (const place of [channel, other]) assert.equal((await settings(place)).watches.length, 1);
  });

  it('settings in the bin don’t replace newer ones', async () => {
    const { settingsBin, set, settings, watching } = await open();
    await set(channel);
    await settingsBin.putAway(channel.home, channel, 'removed');
    await set(channel);
    await watching.duties.obey({ what: 'off' }, channel, kim);
    await settingsBin.bringBack(channel);
    const { digests, duty, watches } = await settings(channel);
    assert.deepEqual([digests.length, watches.length, duty?.first], [1, 1, undefined]);
  });

  it('settings can go into the bin and come back after a failure half-way', async () => {
    const { settingsBin, set, settings, store } = await open();
    await set(channel);
    const before = await settings(channel);
    const { remove } = store;
    let left = 2;
    store.remove = async (...args) => {
      left -= 1;
      if (left === 0) throw new Error('no connection');
      return remove(...args);
    };
    await assert.rejects(settingsBin.putAway(channel.home, channel, 'removed'));
    await settingsBin.putAway(channel.home, channel, 'removed');
    await settingsBin.bringBack(channel);
    assert.deepEqual(await settings(channel), before);
  });
});

describe('the bin', () => {
  it('the bin forgets the settings from before a moment, a limited number at once', async () => {
    const { settingsBin, set, clock, store } = await open();
    const { createBin } = await import('../../../src/store/bin.ts');
    const bin = createBin(store);
    await set(channel);
    await settingsBin.putAway(channel.home, channel, 'removed');
    clock.advance(day);
    const other = { ...channel, id: '19:other' };
    await set(other);
    await settingsBin.putAway(other.home, other, 'removed');
    assert.equal(await bin.forget(monday + 1, 2), false);
    assert.equal(await bin.forget(monday + 1, 10), true);
    assert.equal(await settingsBin.count(channel), undefined);
    assert.deepEqual(await settingsBin.count(other), all);
  });
});
