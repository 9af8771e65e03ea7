import assert from 'node:assert/strict';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { ConversationRef } from '../../src/domain/place.ts';
import { everyDay } from '../../src/domain/recurrence.ts';
import { createAuditReader } from '../../src/features/audit/audit-log.ts';
import type { WalkableStore } from '../../src/store/whole-store.ts';
import { botDisallowed, channelUnshared, personRemoved } from '../fixtures/channel-events.ts';
import { envelope, pressActivity } from '../support/activities.ts';
import { collected } from '../support/audit.ts';
import { clockOf, recordingLog } from '../support/fakes.ts';
import { type Keeping, keeping } from '../support/keeping.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { openProduct, type Product } from '../support/product.ts';

const team = '19:team@thread.tacv2';
const [general, secret, shared] = [team, '19:secret@thread.tacv2', '19:shared@thread.tacv2'];
const bot = { id: '28:bot', name: 'Backup Watch' };
const kim = { id: '29:kim', name: 'Kim' };
const exchange = { services: ['exchange'], inARow: 1, isPartialIncluded: false, quiet: undefined } as const;

const noReports = {
  report: () => assert.fail('not asked'),
  reportNow: () => assert.fail('not asked'),
  isReportRead: () => true,
};

describe('the settings of a team after Teams’ activities', () => {
  let product: Product;
  let kept: Keeping;
  let store: WalkableStore;
  let isClosed = false;
  const clock = clockOf(Date.now);

  beforeEach(async () => {
    store = createMemoryStore();
    isClosed = false;
    product = await openProduct({ store });
    kept = keeping({ jobs: noReports, clock, log: recordingLog(), store });
    for (const id of [general, secret, shared]) await setAll(placeOf(team, id, 'channel'));
    await setAll(placeOf('a:personal', 'a:personal', 'personal'));
    await setAll(placeOf('19:chat@thread.v2', '19:chat@thread.v2', 'group'));
  });
  afterEach(() => (isClosed ? undefined : product.close()));

  const placeOf = (home: string, id: string, kind: ConversationRef['kind']): ConversationRef => ({
    home,
    id,
    kind,
    tenantId: 'tenant-1',
    serviceUrl: product.connector.serviceUrl,
    botId: bot.id,
    botName: bot.name,
  });

  async function setAll(place: ConversationRef): Promise<void> {
    const when = { days: everyDay, hour: 8, minute: 0, zone: 'UTC' };
    await kept.digests.obey(
      { what: 'set', wish: { when, services: [], onlyProblems: false } },
      place,
      'en-GB',
    );
    await kept.watching.orders.save(exchange, place, { zone: 'UTC', locale: 'en-GB', by: kim });
    await kept.watching.duties.obey({ what: 'set', first: kim, fallback: undefined }, place, kim);
  }

  /** Returns the conversations whose digest, watch, roster and address all still exist; fails if only some do. */
  async function left(): Promise<readonly string[]> {
    const homes: Readonly<Record<string, string>> = {
      general,
      secret,
      shared,
      personal: 'a:personal',
      chat: '19:chat@thread.v2',
    };
    const there: string[] = [];
    for (const [name, id] of Object.entries(homes)) {
      const place = { home: name === 'personal' || name === 'chat' ? id : team, id };
      const all = [
        (await kept.subscriptions.ofPlace(place)).length === 1,
        (await kept.watching.watches.ofPlace(place)).length === 1,
        (await kept.watching.duties.get(place)) !== undefined,
        (await kept.places.get(place)) !== undefined,
      ];
      assert.equal(new Set(all).size, 1, `${name}: ${all}`);
      if (all[0]) there.push(name);
    }
    return there;
  }

  const send = (activity: object) => product.post({ ...envelope(product.connector.serviceUrl), ...activity });
  const inTeam = (conversation: string, channelData: object) => ({
    conversation: { id: conversation, conversationType: 'channel', tenantId: 'tenant-1' },
    channelData: { team: { id: team }, tenant: { id: 'tenant-1' }, ...channelData },
  });
  const removed = { type: 'conversationUpdate', membersRemoved: [bot] };
  const everything = ['general', 'secret', 'shared', 'personal', 'chat'];
  const without = (...names: readonly string[]) => everything.filter(name => !names.includes(name));

  const channelOf = (id: string, eventType: string) => ({ eventType, channel: { id } });
  const channelOfType = (id: string) => ({ channel: { id, name: 'Shared Channel', type: 'shared' } });
  const cases: readonly (readonly [string, object, readonly string[]])[] = [
    [
      'lose those of one private channel when the bot is removed from it',
      { ...removed, ...inTeam(secret, channelOf(secret, 'channelMemberRemoved')) },
      without('secret'),
    ],
    [
      'lose those of one shared channel when it is unshared, whatever conversation the activity names',
      { ...removed, ...inTeam(team, channelOf(shared, 'channelUnshared')) },
      without('shared'),
    ],
    [
      'lose those of one shared channel when the bot is not allowed there any more',
      { ...botDisallowed, ...inTeam(shared, { ...botDisallowed.channelData, ...channelOfType(shared) }) },
      without('shared'),
    ],
    [
      'stay when a shared channel is unshared from another team',
      { ...channelUnshared, ...inTeam(shared, { ...channelUnshared.channelData, ...channelOfType(shared) }) },
      everything,
    ],
    [
      'stay when a person is removed from a shared channel, whose team is in another tenant',
      { ...personRemoved, ...inTeam(shared, { ...personRemoved.channelData, ...channelOfType(shared) }) },
      everything,
    ],
    [
      'stay if an activity about a channel does not name it',
      { ...removed, ...inTeam(team, { eventType: 'channelMemberRemoved' }) },
      everything,
    ],
    [
      'stay after an event that is not known',
      { ...removed, ...inTeam(team, { eventType: 'teamMoved' }) },
      everything,
    ],
    [
      'all go when the bot is removed from the team',
      { ...removed, ...inTeam(team, { eventType: 'teamMemberRemoved' }) },
      without('general', 'secret', 'shared'),
    ],
    [
      'all go when the bot is removed from the team by an activity without an event',
      { ...removed, ...inTeam(team, {}) },
      without('general', 'secret', 'shared'),
    ],
    [
      'lose those of the conversation alone if a removal comes from one that is not the team',
      { ...removed, ...inTeam(secret, {}) },
      without('secret'),
    ],
    [
      'stay when another member is removed',
      {
        type: 'conversationUpdate',
        membersRemoved: [{ id: '29:kim' }],
        ...inTeam(team, { eventType: 'teamMemberRemoved' }),
      },
      everything,
    ],
    [
      'lose those of a channel that is deleted, for Teams can restore it',
      { type: 'conversationUpdate', ...inTeam(team, channelOf(secret, 'channelDeleted')) },
      without('secret'),
    ],
    [
      'all go when the team is deleted, for Teams can restore it',
      { type: 'conversationUpdate', ...inTeam(team, { eventType: 'teamDeleted' }) },
      without('general', 'secret', 'shared'),
    ],
    ...['channelRestored', 'teamRestored', 'teamArchived'].map(
      event =>
        [
          `stay after ${event}, which removes nothing`,
          { type: 'conversationUpdate', ...inTeam(team, channelOf(secret, event)) },
          everything,
        ] as const,
    ),
    [
      'all go when the team is deleted for good',
      { type: 'conversationUpdate', ...inTeam(team, { eventType: 'teamHardDeleted' }) },
      without('general', 'secret', 'shared'),
    ],
    [
      'lose those of one channel when the app is removed there',
      { type: 'installationUpdate', action: 'remove', ...inTeam(secret, {}) },
      without('secret'),
    ],
    [
      'all go when the app is removed from the team',
      { type: 'installationUpdate', action: 'remove', ...inTeam(team, {}) },
      without('general', 'secret', 'shared'),
    ],
    [
      'stay when the app is removed from a personal chat, which loses its own',
      { type: 'installationUpdate', action: 'remove' },
      without('personal'),
    ],
    [
      'stay when the bot is removed from a group chat, which loses its own',
      {
        ...removed,
        conversation: { id: '19:chat@thread.v2', conversationType: 'groupChat', tenantId: 'tenant-1' },
      },
      without('chat'),
    ],
  ];
  for (const [name, activity, expected] of cases)
    it(`a team’s settings ${name}`, async () => {
      assert.equal((await send(activity)).status, 200);
      assert.deepEqual(await left(), expected);
    });

  const audited = async () => {
    await product.close();
    isClosed = true;
    const all = { from: 0, to: Date.now() + 60_000 };
    return collected<AuditEntry>(createAuditReader(store).newestFirst(all));
  };

  it('settings that a removal deletes are in the audit record and in the log, with who removed the bot from where', async () => {
    await send({ ...removed, ...inTeam(secret, channelOf(secret, 'channelMemberRemoved')) });
    const [entry, ...others] = await audited();
    assert.equal(others.length, 0);
    assert.ok(entry);
    assert.deepEqual(
      [entry.what, entry.where.kind, entry.where.id, entry.who.name, entry.ending],
      [
        { removedFrom: 'channel', settings: { digests: 1, watches: 1, rosters: 1 }, why: 'removed' },
        'channel',
        secret,
        'Kim',
        { kind: 'answered' },
      ],
    );
    const line = product.logged().find(({ msg }) => msg === 'settings put into the bin');
    assert.deepEqual([line?.home, line?.place, line?.digests], [team, secret, 1]);
  });

  it('settings leave no audit entry if nothing is removed', async () => {
    await send({ type: 'conversationUpdate', ...inTeam(team, channelOf(secret, 'channelRenamed')) });
    assert.deepEqual(await audited(), []);
  });

  it('a removal that Teams reports by two activities at once is counted once', async () => {
    await Promise.all([send({ type: 'installationUpdate', action: 'remove' }), send(removed)]);
    const entries = (await audited()).map(({ what }) => what);
    const settings = (count: number) => ({ digests: count, watches: count, rosters: count });
    assert.deepEqual(
      new Set(entries.map(what => JSON.stringify(what))),
      new Set([
        JSON.stringify({ removedFrom: 'chat', settings: settings(1), why: 'removed' }),
        JSON.stringify({ removedFrom: 'chat', settings: settings(0), isAgain: true, why: 'removed' }),
      ]),
    );
  });

  const restoring = (): string =>
    JSON.stringify(
      product.connector.sent.map(({ activity }) => activity).findLast(({ type }) => type === 'message'),
    );
  const inChannel = (id: string) => ({
    conversation: { id, conversationType: 'channel', tenantId: 'tenant-1' },
    channelData: { team: { id: team }, channel: { id }, tenant: { id: 'tenant-1' } },
  });
  const press = (where: object) =>
    product.post(pressActivity(product.connector.serviceUrl, 'settings.restore', { v: 1 }, where));

  it('settings come back with one button if Teams restores a deleted channel, with an audit entry', async () => {
    await send({ type: 'conversationUpdate', ...inTeam(team, channelOf(secret, 'channelDeleted')) });
    assert.deepEqual(await left(), without('secret'));
    await send({ type: 'conversationUpdate', ...inTeam(team, channelOf(secret, 'channelRestored')) });
    assert.match(restoring(), /1 digest, 1 alert, 1 on-call list/);
    assert.match(restoring(), /"verb":"settings.restore"/);
    assert.equal((await press(inChannel(secret))).status, 200);
    assert.deepEqual(await left(), everything);
    const whats = (await audited()).map(({ what }) => what);
    assert.ok(whats.some(what => 'pressed' in what && what.pressed === 'settings.restore'));
    assert.ok(whats.some(what => 'removedFrom' in what && what.removedFrom === 'channel'));
  });

  it('settings come back with one button if the bot is added to the team again', async () => {
    await send({ ...removed, ...inTeam(team, { eventType: 'teamMemberRemoved' }) });
    assert.deepEqual(await left(), without('general', 'secret', 'shared'));
    await send({ type: 'installationUpdate', action: 'add', ...inTeam(team, {}) });
    assert.match(restoring(), /3 digests, 3 alerts, 3 on-call lists/);
    assert.equal((await press(inChannel(team))).status, 200);
    assert.deepEqual(await left(), everything);
  });

  it('settings in the bin don’t replace new ones, and come back once only', async () => {
    await send({ type: 'installationUpdate', action: 'remove', ...inTeam(secret, {}) });
    await setAll(placeOf(team, secret, 'channel'));
    await press(inChannel(secret));
    assert.deepEqual(await left(), everything);
    const again = await (await press(inChannel(secret))).text();
    assert.match(again, /Nothing left to restore/);
  });
});
