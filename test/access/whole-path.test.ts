import assert from 'node:assert/strict';
import { createAccess } from '../../src/access/access.ts';
import { createAskLimits } from '../../src/access/ask-limits.ts';
import { createCachedMembership } from '../../src/access/cached-membership.ts';
import type { RoleLists } from '../../src/access/role-lists.ts';
import { createBot } from '../../src/bot/bot.ts';
import { StoreError } from '../../src/domain/store.ts';
import { withTimeout } from '../../src/domain/with-timeout.ts';
import { createHttpEnd, type HttpEnd } from '../../src/http/server.ts';
import { createJobs } from '../../src/jobs/jobs.ts';
import { createAdmins } from '../../src/store/admins.ts';
import type { BotAdapter } from '../../src/teams/adapter.ts';
import { createMembership } from '../../src/teams/membership.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { messageActivity, pressActivity } from '../support/activities.ts';
import { createAdapter } from '../support/adapter.ts';
import { type Connector, openConnector } from '../support/connector.ts';
import { createDrivenIndex } from '../support/driven-index.ts';
import { fakeClock, fakeSource, jobsNumbered, recordingLog } from '../support/fakes.ts';
import { keeping } from '../support/keeping.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { type Press, packPress } from '../support/press.ts';
import { createTestBot } from '../support/teams-bot.ts';
import { idOf, kim, lee, noLists, noneGiven, otherTenant, sam, tenant } from './people.ts';

/** An entry of a roster as Teams returns it. */
const entryOf = (objectId: string, changes: object = {}) => ({
  id: '29:x',
  name: 'X',
  objectId,
  tenantId: tenant,
  userRole: 'user',
  ...changes,
});

const channel = { id: '19:c@thread.tacv2;messageid=17', conversationType: 'channel', tenantId: tenant };
const team = { team: { id: '19:team@thread.tacv2' }, tenant: { id: tenant } };
const inChannel = { conversation: channel, channelData: team };
const digestOff = packPress({ verb: 'digest.off', id: '0123456789ab' });

const inRealTime = <T>(ms: number, work: Promise<T>) => withTimeout(ms, () => work).catch(() => undefined);

const neverAsked = () => Promise.reject(new Error('nobody asks here'));

describe('permissions over HTTP', () => {
  let connector: Connector;
  let http: HttpEnd;
  let url: string;
  let member: Parameters<typeof openConnector>[2];
  let adapter: BotAdapter;
  let parts: Awaited<ReturnType<typeof open>>;

  async function open({
    lists = {} as Partial<RoleLists>,
    asksPerMinute = 0,
    memberMs = 10_000,
    store = createMemoryStore(),
  } = {}) {
    const [clock, log] = [fakeClock(), recordingLog()];
    connector = await openConnector(undefined, undefined, id => member?.(id) ?? 404);
    const source = fakeSource(() => ({ jobs: jobsNumbered(3), totalCount: 3, hasMore: false }));
    const index = createDrivenIndex({ source, clock, log });
    const jobs = createJobs({ source, index, clock, log });
    const kept = keeping({ jobs, clock, log, store, index });
    const roleLists = { ...noLists, ...lists };
    const admins = createAdmins({ ...kept, lists: roleLists, log });
    adapter = createAdapter(undefined);
    const membership = createMembership({
      connectorAt: serviceUrl => adapter.connectorAt(serviceUrl),
      tryMs: memberMs,
      wholeMs: memberMs,
      clock,
      sleep: async ms => clock.advance(ms),
      random: () => 0.5,
      log,
    });
    const keptMembership = createCachedMembership({ membership, clock, within: inRealTime });
    const conversation = createBot({
      ...kept,
      jobs,
      admins,
      access: createAccess({
        lists: roleLists,
        allowedTenantIds: [tenant],
        membership: keptMembership,
        given: noneGiven,
      }),
      limits: createAskLimits(asksPerMinute, clock),
      clock,
      log,
      newReference: () => 'r',
    });
    const bot = createTestBot({
      identity: undefined,
      adapter,
      allowedTenantIds: [],
      defaultZone: 'UTC',
      conversation,
      places: kept.places,
      onMembersLeft: keptMembership.forget,
      log,
      sending: { clock, sleep: async ms => clock.advance(ms), random: () => 0.5 },
    });
    http = createHttpEnd({
      bot,
      isLocalMode: true,
      metrics: createMetrics(),
      metricsToken: undefined,
      ready: neverAsked,
      noteRefused: () => {},
      log,
    });
    url = `http://127.0.0.1:${await http.listen(0, '127.0.0.1')}`;
    return { clock, log, source, kept, admins, keptMembership };
  }

  beforeEach(() => {
    member = () => 404;
  });

  afterEach(async () => {
    await http.close();
    await adapter.close();
    await connector.close();
  });

  const post = (activity: object) =>
    fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(activity),
    });
  const from = (objectId: string | undefined, name = 'Kim') => ({
    from: { id: `29:${name}`, name, ...(objectId !== undefined && { aadObjectId: objectId }) },
  });
  const say = (text: string, who: object, where: object = {}) =>
    post(messageActivity(connector.serviceUrl, text, { ...who, ...where }));
  const press = async (wanted: Press | { verb: string; data: unknown }, who: object, where: object = {}) => {
    const { verb, data } = 'data' in wanted ? wanted : packPress(wanted as Press);
    const response = await post(pressActivity(connector.serviceUrl, verb, data, { ...who, ...where }));
    return (await response.json()) as { type: string; value: unknown };
  };
  const lastSaid = () => JSON.stringify(connector.sent.at(-1)?.activity);

  it('a refused sentence is answered in its thread, with whom to ask and what to ask for', async () => {
    parts = await open({ lists: { admin: [lee], viewer: [kim] } });
    await say('help', from(lee, 'Lee'));
    await say('digest daily at 08:00', from(kim), inChannel);
    const { path } = connector.sent.at(-1) ?? {};
    assert.match(path ?? '', /19:c@thread\.tacv2;messageid=17\/activities/);
    assert.match(lastSaid(), /only operators can change settings/);
    assert.match(lastSaid(), /Ask Lee\./);
    assert.match(lastSaid(), new RegExp(`Your id: ${kim}`));
    assert.deepEqual(await parts.kept.store.list('subscriptions', channel.id, { limit: 9 }), []);
  });

  it('a refused press is answered with a short text for that user only, and no card changes', async () => {
    parts = await open({ lists: { viewer: [kim] } });
    const { type, value } = await press(digestOff, from(kim), inChannel);
    assert.equal(type, 'application/vnd.microsoft.activity.message');
    assert.match(
      String(value),
      /only operators can change settings and handle incidents\. Ask whoever runs Backup Watch\. Your id: 0{8}-/,
    );
    assert.deepEqual(connector.sent, []);
  });

  it('a button’s message is refused to the presser alone, too', async () => {
    parts = await open({ lists: { viewer: [kim] } });
    const { type, value } = await press({ verb: 'ask', sentence: 'digest off' }, from(kim), inChannel);
    assert.equal(type, 'application/vnd.microsoft.activity.message');
    assert.match(String(value), /only operators can change settings/);
    assert.deepEqual(connector.sent, []);
  });

  it('a member of a channel is admitted, read once from the channel’s own roster however many ask at once', async () => {
    parts = await open();
    member = () => entryOf(kim);
    await Promise.all([1, 2, 3].map(() => say('failed backups', from(kim), inChannel)));
    await say('failed backups', from(kim), inChannel);
    assert.equal(parts.source.queries.length > 0, true);
    assert.deepEqual(connector.rosterAsked, ['/v3/conversations/19:c@thread.tacv2/members/29:Kim']);
  });

  it('a guest is refused until named, and no request is sent to AvePoint', async () => {
    parts = await open();
    member = () => entryOf(kim, { userRole: 'guest' });
    await say('failed backups', from(kim));
    assert.match(lastSaid(), /I can’t answer guests who have no role/);
    assert.deepEqual(parts.source.queries, []);
    for (const end of [http, adapter, connector]) await end.close();

    parts = await open({ lists: { viewer: [kim] } });
    await say('failed backups', from(kim));
    assert.equal(parts.source.queries.length > 0, true);
    assert.deepEqual(connector.rosterAsked, [], 'nobody need be asked who is named');
  });

  it('a named guest is recognized by the entry’s object id if the channel sends none', async () => {
    parts = await open({ lists: { viewer: [kim] } });
    member = () => entryOf(kim, { userRole: 'guest', objectId: undefined, aadObjectId: kim.toUpperCase() });
    await say('failed backups', from(undefined));
    assert.equal(parts.source.queries.length > 0, true);
  });

  it('a user of another tenant is refused', async () => {
    parts = await open();
    member = () => entryOf(kim, { tenantId: otherTenant });
    await say('failed backups', from(kim));
    assert.match(lastSaid(), /other organisations/);
    assert.deepEqual(parts.source.queries, []);
  });

  it('a refusal is answered even if the names of the admins cannot be read', async () => {
    const list = () => Promise.reject(new StoreError('unavailable', 'no store'));
    parts = await open({ lists: { admin: [lee], viewer: [kim] }, store: { ...createMemoryStore(), list } });
    assert.match(String((await press(digestOff, from(kim))).value), /Ask whoever runs Backup Watch\./);
    await say('my role', from(kim));
    assert.match(lastSaid(), /You’re a viewer/);
  });

  const unreadable: Readonly<Record<string, object | number | 'silent'>> = {
    'is refused with 403': 403,
    'is refused with 404': 404,
    'is refused with 429': 429,
    'fails with 500': 500,
    'never comes': 'silent',
    'says no role': entryOf(kim, { userRole: undefined }),
    'says no id': entryOf(kim, { objectId: undefined }),
    'says no tenant': entryOf(kim, { tenantId: undefined }),
    'is somebody else’s': entryOf(sam),
    'is a list': [entryOf(kim)],
  };
  for (const [how, entry] of Object.entries(unreadable))
    it(`a user whose entry ${how} is refused, and can try again in a minute`, async () => {
      parts = await open(entry === 'silent' ? { memberMs: 50 } : {});
      member = () => entry;
      const { value } = await press({ verb: 'ask', sentence: 'failed backups' }, from(kim));
      assert.match(String(value), /Teams couldn’t tell me who you are.*Try again in a minute/);
      assert.deepEqual(parts.source.queries, []);
    });

  it('an entry that can be read a minute later admits its user', async () => {
    parts = await open();
    await say('failed backups', from(kim));
    member = () => entryOf(kim);
    await say('failed backups', from(kim));
    assert.deepEqual(parts.source.queries, []);
    parts.clock.advance(60_000);
    await say('failed backups', from(kim));
    assert.equal(parts.source.queries.length > 0, true);
  });

  it('a user who asks too often learns when to ask again, and can still act on an incident', async () => {
    parts = await open({ lists: { operator: [kim, lee] }, asksPerMinute: 2 });
    const ask = { verb: 'ask', sentence: 'failed backups' } as const;
    await say('failed backups', from(kim));
    await press(ask, from(kim));
    const asked = parts.source.queries.length;
    const { type, value } = await press(ask, from(kim));
    assert.equal(type, 'application/vnd.microsoft.activity.message');
    assert.match(
      String(value),
      /Try again in 30\u00a0seconds\. Your limit is 2 AvePoint requests a minute\./,
    );
    await say('failed backups', from(kim));
    assert.match(lastSaid(), /Try again in 30\u00a0seconds\./);
    assert.equal(parts.source.queries.length, asked);

    const acknowledged = await press({ verb: 'fault.acknowledge', id: '0123456789abcdef' }, from(kim));
    assert.equal(acknowledged.value, 'There’s no such incident in this conversation.');
    await say('failed backups', from(lee, 'Lee'));
    assert.equal(parts.source.queries.length > asked, true, 'others ask on');
    parts.clock.advance(30_000);
    assert.equal((await press(ask, from(kim))).type, 'application/vnd.microsoft.card.adaptive');
  });

  it('an activity that Teams delivers twice is counted once', async () => {
    parts = await open({ lists: { viewer: [kim] }, asksPerMinute: 2 });
    const again = messageActivity(connector.serviceUrl, 'failed backups', from(kim));
    for (let count = 0; count < 5; count += 1) await post(again);
    await say('failed backups yesterday', from(kim));
    assert.doesNotMatch(lastSaid(), /Try again in/);
  });

  it('an admin sees who may do what, by the names that the bot has seen; other users do not', async () => {
    parts = await open({ lists: { admin: [lee], viewer: [kim, idOf(9)] } });
    await say('help', from(kim));
    await say('roles', from(kim));
    assert.match(lastSaid(), /Only admins can do that\./);
    await say('who has access?', from(lee, 'Lee'));
    await say('roles', from(lee, 'Lee'));
    for (const line of [`Lee · ${lee}`, `Kim · ${kim}`, idOf(9), tenant])
      assert.ok(lastSaid().includes(line), line);
  });

  for (const [what, sentence] of [
    ['roles', 'roles'],
    ['the audit record', 'audit'],
  ] as const)
    it(`an admin is asked to use a personal chat for ${what}, if others read along`, async () => {
      parts = await open({ lists: { admin: [lee], viewer: [kim] } });
      const [id, tenantId] = ['19:meeting_x@thread.v2', tenant];
      for (const where of [
        inChannel,
        { conversation: { id, tenantId, conversationType: 'groupChat' } },
        { conversation: { id, tenantId, conversationType: 'meeting' } },
        { conversation: { id, tenantId } },
      ]) {
        await say(sentence, from(lee, 'Lee'), where);
        assert.match(
          String(connector.sent.at(-1)?.activity.text),
          /only show it in personal chats\. Ask me there\.$/,
        );
        const pressed = await press({ verb: 'ask', sentence }, from(lee, 'Lee'), where);
        assert.match(String(pressed.value), /only show it in personal chats\. Ask me there\.$/);
        assert.doesNotMatch(lastSaid(), new RegExp(kim));
      }
      await say(sentence, from(lee, 'Lee'));
      assert.equal(connector.sent.at(-1)?.activity.text ?? '', '', 'a card');
    });

  it('a conversation of unknown kind is answered as a group, and isn’t used to write to admins', async () => {
    parts = await open({ lists: { admin: [lee] } });
    const conversation = { id: '19:meeting_x@thread.v2', tenantId: tenant };
    await say('failed backups', from(lee, 'Lee'), { conversation });
    assert.equal(parts.source.queries.length > 0, true);
    assert.deepEqual(await parts.admins.all(), [{ objectId: lee, name: 'Lee', place: undefined }]);
  });

  it('help shows an admin what admins alone may ask, and no other user', async () => {
    parts = await open({ lists: { admin: [lee], viewer: [kim] } });
    const forAdmins = /"title":"(Roles|Audit last 7 days)"/;
    await say('help', from(kim));
    assert.doesNotMatch(lastSaid(), forAdmins);
    await say('help', from(lee, 'Lee'));
    assert.match(lastSaid(), forAdmins);
    const { value } = await press({ verb: 'help' }, from(lee, 'Lee'));
    assert.match(JSON.stringify(value), forAdmins);
  });

  it('every user with a role learns which it is, and their own id', async () => {
    parts = await open({ lists: { viewer: [kim] } });
    await say('what may I do?', from(kim));
    assert.match(lastSaid(), /You’re a viewer/);
    assert.ok(lastSaid().includes(`Your id: ${kim}`));
  });

  it('a user who wants to be an admin learns the setting if there is no admin', async () => {
    parts = await open();
    member = () => entryOf(kim);
    await say('roles', from(kim));
    assert.match(lastSaid(), /ADMIN_USER_IDS/);
    assert.ok(lastSaid().includes(`Your id: ${kim}`));
  });

  it('an admin who adds the bot to a personal chat is known from then on, and so is the chat', async () => {
    parts = await open({ lists: { admin: [kim] } });
    await post({
      ...messageActivity(connector.serviceUrl, undefined, from(kim)),
      type: 'installationUpdate',
      action: 'add',
    });
    const place = { home: 'a:personal', id: 'a:personal' };
    assert.deepEqual(await parts.admins.all(), [{ objectId: kim, name: 'Kim', place }]);
    assert.ok(await parts.kept.places.get(place));
  });
});
