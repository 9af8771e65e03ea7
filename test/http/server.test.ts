import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { Bot } from '../../src/bot/bot.ts';
import type { PressTurn, Reply, Turn } from '../../src/features/turn.ts';
import type { Ready } from '../../src/http/routes.ts';
import { createHttpEnd, type HttpEnd } from '../../src/http/server.ts';
import { createConversationStore } from '../../src/store/places.ts';
import { isKnownService } from '../../src/teams/cloud.ts';
import { notPostedText } from '../../src/teams/press-handler.ts';
import type { TeamsBotParts } from '../../src/teams/teams-bot.ts';
import { createMetrics, type Metrics } from '../../src/telemetry/metrics.ts';
import { envelope, messageActivity, pressActivity } from '../support/activities.ts';
import { createAdapter } from '../support/adapter.ts';
import { type Connector, openConnector } from '../support/connector.ts';
import { fakeClock, fakeTimers, recordingLog } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { createTestBot } from '../support/teams-bot.ts';

const card = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'jobs' }] } as const;

/** A conversation that gives every user the same answer and records what it received. */
function parrot() {
  const turns: Turn[] = [];
  const presses: PressTurn[] = [];
  const conversation: Bot = {
    hear: async turn => {
      turns.push(turn);
      return { kind: 'card', card };
    },
    press: async turn => {
      presses.push(turn);
      return {
        kind: 'card',
        card: { ...card, body: [{ type: 'TextBlock', text: `press ${presses.length}` }] },
      };
    },
    welcome: async () => ({
      kind: 'card',
      card: { ...card, body: [{ type: 'TextBlock', text: 'welcome' }] },
    }),
    left: async () => ({ ending: { kind: 'answered' }, settings: undefined }),
    restored: async () => undefined,
  };
  return { turns, presses, conversation };
}

const kim = { id: '29:kim', name: 'Kim' };

/** The conversation of the activities in these tests. */
const personal = (serviceUrl: string) => ({
  home: 'a:personal',
  id: 'a:personal',
  kind: 'personal',
  tenantId: 'tenant-1',
  serviceUrl,
  botId: '28:bot',
  botName: 'Backup Watch',
  owner: { personId: kim.id, objectId: '00000000-0000-0000-0000-000000000001' },
});

const jsonOf = async (response: Response) => (await response.json()) as Record<string, unknown>;

describe('the bot over HTTP', () => {
  let connector: Connector;
  let http: HttpEnd;
  let url: string;
  let said: ReturnType<typeof parrot>;
  let metrics: Metrics;
  let readiness: Ready = { isReady: true, parts: { store: 'in order' } };

  async function open(overrides: Partial<TeamsBotParts> = {}, metricsToken?: string): Promise<void> {
    said = parrot();
    metrics?.close();
    metrics = createMetrics();
    const clock = fakeClock();
    const { identity = undefined } = overrides;
    const bot = createTestBot({
      identity,
      adapter: createAdapter(identity),
      places: createConversationStore(createMemoryStore()),
      allowedTenantIds: [],
      defaultZone: 'UTC',
      conversation: said.conversation,
      log: recordingLog(),
      sending: { clock, sleep: async ms => clock.advance(ms), random: () => 0.5 },
      ...overrides,
    });
    http = createHttpEnd({
      bot,
      isLocalMode: identity === undefined,
      metrics,
      metricsToken,
      ready: async () => readiness,
      noteRefused: () => {},
      log: recordingLog(),
    });
    url = `http://127.0.0.1:${await http.listen(0, '127.0.0.1')}`;
  }

  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
    });
  const message = (text: string | undefined, overrides: object = {}) =>
    post(messageActivity(connector.serviceUrl, text, overrides));
  const press = (verb: unknown, data: unknown, overrides: object = {}) =>
    post(pressActivity(connector.serviceUrl, verb, data, overrides));

  beforeEach(async () => {
    connector = await openConnector();
    await open();
  });

  afterEach(async () => {
    await http.close();
    metrics.close();
    await connector.close();
  });

  it('the bot answers a message with one card in the same conversation', async () => {
    assert.equal((await message('failed backups today')).status, 200);
    const { serviceUrl } = connector;
    assert.deepEqual(said.turns, [
      {
        zone: 'Europe/Berlin',
        ownZone: 'Europe/Berlin',
        locale: 'en-GB',
        place: personal(serviceUrl),
        speaker: kim,
        objectId: '00000000-0000-0000-0000-000000000001',
        thread: undefined,
        text: 'failed backups today',
        people: [],
      },
    ]);
    assert.equal(connector.sent.length, 1);
    const [reply] = connector.sent;
    assert.match(reply?.path ?? '', /^\/v3\/conversations\/a:personal\/activities/);
    assert.deepEqual(reply?.activity.attachments, [
      { contentType: 'application/vnd.microsoft.card.adaptive', content: card },
    ]);
  });

  it('the bot answers a mention in a channel in its thread, without the mention', async () => {
    const conversation = { id: '19:c@thread.tacv2;messageid=17', conversationType: 'channel', isGroup: true };
    const mention = {
      type: 'mention',
      text: '<at>Backup Watch</at>',
      mentioned: { id: '28:bot', name: 'Backup Watch' },
    };
    await message('<at>Backup Watch</at> running jobs', { conversation, entities: [mention] });
    assert.equal(said.turns[0]?.text, 'running jobs');
    assert.equal(said.turns[0]?.thread, '17');
    assert.equal(said.turns[0]?.place?.id, '19:c@thread.tacv2');
    assert.match(connector.sent[0]?.path ?? '', /19:c@thread\.tacv2;messageid=17\/activities/);
  });

  it('the bot passes on who speaks, and who else is mentioned', async () => {
    const sam = { type: 'mention', text: '<at>Sam</at>', mentioned: { id: '29:sam', name: 'Sam' } };
    await message('on duty <at>Sam</at>', { entities: [sam], from: { id: '29:kim', name: null } });
    const [turn] = said.turns;
    assert.deepEqual(turn?.speaker, { id: '29:kim', name: 'somebody' });
    assert.deepEqual([turn?.text, turn?.people], ['on duty @Sam', [{ id: '29:sam', name: 'Sam' }]]);
  });

  it('the bot answers a press in the response itself', async () => {
    const response = await press('jobs.page', { v: 1 });
    assert.equal(response.status, 200);
    const body = await jsonOf(response);
    assert.equal(body.statusCode, 200);
    assert.equal(body.type, 'application/vnd.microsoft.card.adaptive');
    assert.deepEqual(said.presses[0], {
      verb: 'jobs.page',
      data: { v: 1 },
      zone: 'Europe/Berlin',
      ownZone: 'Europe/Berlin',
      locale: 'en-GB',
      place: personal(connector.serviceUrl),
      speaker: kim,
      objectId: '00000000-0000-0000-0000-000000000001',
      thread: undefined,
    });
    assert.deepEqual(connector.sent, []);
  });

  it('the bot passes on in which thread a card was pressed', async () => {
    await press(
      'x',
      {},
      { conversation: { id: '19:c@thread.tacv2;messageid=17', conversationType: 'channel' } },
    );
    assert.equal(said.presses[0]?.thread, '17');
  });

  it('the bot answers a message that is delivered again only once', async () => {
    const again = messageActivity(connector.serviceUrl, 'help');
    await Promise.all([post(again), post(again)]);
    await post(again);
    assert.equal(said.turns.length, 1);
    assert.equal(connector.sent.length, 1);
  });

  /** A bot that replies with this to every press. */
  async function openReplying(reply: Reply): Promise<void> {
    await http.close();
    await open({ conversation: { ...parrot().conversation, press: async () => reply } });
  }

  for (const reply of [
    { kind: 'card', card, message: 'Failed: **job** 1' },
    { kind: 'text', text: 'Sent.', message: 'Failed: **job** 1' },
  ] as const)
    it(`the bot sends the message beside a ${reply.kind} once, in the conversation, however often the press is delivered`, async () => {
      await openReplying(reply);
      const activity = pressActivity(connector.serviceUrl, 'job.text', {});
      const answers = await Promise.all([post(activity), post(activity)]);
      assert.deepEqual(
        answers.map(({ status }) => status),
        [200, 200],
      );
      const sent = connector.sent.map(({ activity }) => activity);
      assert.deepEqual(
        sent.map(({ text, textFormat }) => [text, textFormat]),
        [['Failed: **job** 1', 'plain']],
      );
      for (const answer of answers)
        assert.deepEqual((await jsonOf(answer)).value, reply.kind === 'card' ? card : 'Sent.');
    });

  it('the bot sends the card that a press asks for once, in its thread, and a few words to the presser', async () => {
    await openReplying({ kind: 'post', card, text: 'Posted.' });
    const conversation = { id: '19:c@thread.tacv2;messageid=17', conversationType: 'channel' };
    const activity = pressActivity(connector.serviceUrl, 'fault.record', {}, { conversation });
    for (const answer of await Promise.all([post(activity), post(activity)])) {
      const body = await jsonOf(answer);
      assert.equal(body.type, 'application/vnd.microsoft.activity.message');
      assert.equal(body.value, 'Posted.');
    }
    await post(activity);
    assert.deepEqual(
      connector.sent.map(({ method, activity }) => [method, activity.attachments]),
      [['POST', [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }]]],
    );
    assert.match(connector.sent[0]?.path ?? '', /19:c@thread\.tacv2;messageid=17\/activities/);
  });

  it('the bot informs the presser if such a card could not be sent, and sends it when the button is pressed again', async () => {
    await openReplying({ kind: 'post', card, text: 'Posted.' });
    await connector.close();
    let status = 403;
    connector = await openConnector(() => status);
    const activity = pressActivity(connector.serviceUrl, 'fault.record', {});
    for (const _ of [1, 2]) assert.equal((await jsonOf(await post(activity))).value, notPostedText);
    assert.equal(connector.tries(), 1);
    status = 201;
    assert.equal((await jsonOf(await press('fault.record', {}))).value, 'Posted.');
    assert.equal(connector.sent.length, 1);
  });

  it('the bot informs the presser in time that a card could not be sent, even if the channel refuses for long', async () => {
    const clock = fakeClock();
    const startedAt = clock.now();
    const press = async () => {
      clock.advance(3_400);
      return { kind: 'post', card, text: 'Posted.' } as const;
    };
    await connector.close();
    connector = await openConnector(() => 502);
    await http.close();
    await open({
      conversation: { ...said.conversation, press },
      sending: { clock, sleep: async ms => clock.advance(ms), random: () => 0.999 },
    });
    const body = await jsonOf(await post(pressActivity(connector.serviceUrl, 'fault.record', {})));
    assert.equal(body.value, notPostedText);
    assert.ok(connector.tries() > 1);
    assert.ok(clock.now() - startedAt < 4_500, `${clock.now() - startedAt} ms`);
  });

  it('the bot gives a press that is delivered again the first answer', async () => {
    const again = pressActivity(connector.serviceUrl, 'jobs.page', {});
    const first = await (await post(again)).json();
    assert.deepEqual(await (await post(again)).json(), first);
    assert.equal(said.presses.length, 1);
    assert.notDeepEqual(await (await press('jobs.page', {})).json(), first);
  });

  it('the bot answers a message again whose first answer could not be sent', async () => {
    await connector.close();
    let status = 403;
    connector = await openConnector(() => status);
    const again = messageActivity(connector.serviceUrl, 'help');
    assert.equal((await post(again)).status, 200);
    assert.deepEqual(connector.sent, []);
    status = 201;
    await post(again);
    assert.equal(connector.sent.length, 1);
  });

  it('the bot sends an answer again after a temporary refusal, and only once if it was accepted', async () => {
    for (const status of [404, 412, 429, 500, 502, 503, 504]) {
      await connector.close();
      let refusals = 2;
      connector = await openConnector(() => (refusals-- > 0 ? status : 201));
      assert.equal((await message('help')).status, 200);
      assert.deepEqual([connector.sent.length, refusals], [1, -1], String(status));
    }
  });

  it('the bot sends an answer once if the refusal is final', async () => {
    for (const status of [401, 403]) {
      await connector.close();
      let tries = 0;
      connector = await openConnector(() => {
        tries++;
        return status;
      });
      assert.equal((await message('help')).status, 200);
      assert.equal(tries, 1, String(status));
    }
  });

  it('the bot shows typing by its own timer only, and loses no answer to a refused typing activity', async () => {
    const timers = fakeTimers();
    let isSign = true;
    await connector.close();
    connector = await openConnector(() => (isSign ? 403 : 201));
    const slow: Bot = {
      ...parrot().conversation,
      hear: async () => {
        timers.advance(1_000);
        timers.advance(4_000);
        while (connector.tries() < 2) await new Promise(setImmediate);
        isSign = false;
        return { kind: 'card', card };
      },
    };
    await http.close();
    await open({ conversation: slow, timers });

    const setTimer = globalThis.setTimeout;
    const secondsSet: unknown[] = [];
    // The SDK starts a timer of its own, of one second, unless it is disabled.
    globalThis.setTimeout = ((callback: () => void, ms?: number) => {
      if (ms === 1_000) secondsSet.push(ms);
      return setTimer(callback, ms);
    }) as typeof setTimeout;
    const { status } = await message('help').finally(() => {
      globalThis.setTimeout = setTimer;
    });
    assert.equal(status, 200);
    assert.deepEqual(secondsSet, []);
    assert.equal(connector.tries(), 3);
    assert.deepEqual(
      connector.sent.map(({ activity }) => activity.type),
      ['message'],
    );
  });

  it('the bot welcomes once for each installation', async () => {
    const install = () => ({ ...envelope(connector.serviceUrl), type: 'installationUpdate', action: 'add' });
    const members = { type: 'conversationUpdate', membersAdded: [{ id: '28:bot' }] };
    await post(install());
    await post({ ...envelope(connector.serviceUrl), ...members });
    await post(install());
    assert.equal(connector.sent.length, 1);
    await post({ ...install(), action: 'remove' });
    await post(install());
    assert.equal(connector.sent.length, 2);
  });

  it('the bot takes activities that it does not know with 200', async () => {
    for (const activity of [
      { type: 'messageReaction', reactionsAdded: [{ type: 'like' }] },
      { type: 'conversationUpdate', channelData: { eventType: 'teamHardDeleted' } },
      { type: 'event', name: 'application/vnd.microsoft.readReceipt' },
      { type: 'invoke', name: 'composeExtension/query', value: {} },
      { type: 'brand new' },
    ]) {
      assert.equal(
        (await post({ ...envelope(connector.serviceUrl), ...activity })).status,
        200,
        activity.type,
      );
    }
  });

  it('the bot answers a press of an unreadable kind with a text, not with an error', async () => {
    for (const value of [
      undefined,
      null,
      5,
      'x',
      {},
      { action: null },
      { action: { type: 'Action.Submit' } },
    ]) {
      const response = await press('x', {}, { value });
      assert.equal(response.status, 200);
      assert.equal((await jsonOf(response)).type, 'application/vnd.microsoft.activity.message');
    }
  });

  it('the bot answers requests that are no activity with 4xx', async () => {
    const { serviceUrl } = connector;
    const sound = messageActivity(serviceUrl, 'help');
    const missing = Object.keys({
      type: 0,
      channelId: 0,
      serviceUrl: 0,
      from: 0,
      recipient: 0,
      conversation: 0,
    });
    const bodies: unknown[] = [
      '{"type":',
      '[]',
      '"text"',
      '5',
      'null',
      '',
      {},
      ...missing.map(key => ({ ...sound, [key]: undefined })),
      ...missing.map(key => ({ ...sound, [key]: 5 })),
      { ...sound, id: 'x'.repeat(2_000) },
      { ...sound, text: { a: 1 } },
      { ...sound, entities: 'x' },
      { ...sound, conversation: {} },
      { ...sound, serviceUrl: 'not a url' },
    ];
    for (const body of bodies) {
      const { status } = await post(body);
      assert.ok(status >= 400 && status < 500, `${status} for ${JSON.stringify(body)}`);
    }
    assert.equal((await message('help')).status, 200);
  });

  it('the bot accepts null for what may be absent, and ignores invalid entities', async () => {
    const optional = ['id', 'name', 'text', 'textFormat', 'locale', 'localTimezone', 'replyToId', 'entities'];
    for (const key of [...optional, 'attachments', 'channelData', 'timestamp']) {
      assert.equal((await message('help', { [key]: null })).status, 200, key);
    }
    const conversation = { id: 'a:personal', conversationType: 'personal', tenantId: null };
    await message('help', {
      conversation,
      channelData: { tenant: null },
      entities: [null, 5, {}, { type: 'mention' }],
    });
    assert.equal(connector.sent.length, optional.length + 4);
  });

  it('the bot survives 200,000 characters and control characters', async () => {
    for (const text of ['x'.repeat(200_000), '\u0000\u0007\u202e\u2066 failed \ud800', undefined]) {
      assert.equal((await message(text)).status, 200);
    }
    assert.equal(connector.sent.length, 3);
  });

  it('the bot refuses bodies that are too long, compressed or of another kind', async () => {
    assert.equal((await message('x'.repeat(2_000_000))).status, 413);
    assert.equal((await post(gzipSync('{}'), { 'content-encoding': 'gzip' })).status, 415);
    const form = new URLSearchParams({ type: 'message', 'from[id]': 'x' });
    const parts = new FormData();
    parts.set('file', new Blob(['x'.repeat(2_000_000)]), 'large.bin');
    for (const body of [form, parts, 'plain text']) {
      assert.equal((await fetch(`${url}/api/messages`, { method: 'POST', body })).status, 415);
    }
    assert.equal((await fetch(`${url}/api/messages`)).status, 405);
  });

  it('the bot reports that it is alive', async () => {
    assert.deepEqual(await (await fetch(`${url}/healthz`)).json(), { status: 'alive' });
  });

  describe('readiness', () => {
    const token = 'planted-token-of-32-characters-x';
    const forwarded = { 'x-forwarded-for': '203.0.113.7' };
    const parts = { store: 'in order', avepoint: 'planted reason' };
    const answerTo = async (headers: Record<string, string> = {}) => {
      const response = await fetch(`${url}/readyz`, { headers });
      return [response.status, await response.json()];
    };

    beforeEach(async () => {
      await http.close();
      await open({}, token);
    });
    afterEach(() => {
      readiness = { isReady: true, parts: {} };
    });

    it('the readiness is 200 or 503, with the reasons for a program on this machine and for requests with the token', async () => {
      for (const [isReady, status, word] of [
        [true, 200, 'ready'],
        [false, 503, 'not ready'],
      ] as const) {
        readiness = { isReady, parts };
        assert.deepEqual(await answerTo(), [status, { status: word, ...parts }]);
        const withToken = { ...forwarded, authorization: `Bearer ${token}` };
        assert.deepEqual(await answerTo(withToken), [status, { status: word, ...parts }]);
      }
    });

    it('the readiness is one word for all other requests', async () => {
      for (const authorization of ['', 'Bearer', `Bearer ${token}x`, `Basic ${token}`]) {
        readiness = { isReady: false, parts };
        assert.deepEqual(await answerTo({ ...forwarded, authorization }), [503, { status: 'not ready' }]);
        readiness = { isReady: true, parts };
        assert.deepEqual(await answerTo({ ...forwarded, authorization }), [200, { status: 'ready' }]);
      }
    });

    it('a bot that is not ready still reports that it is alive', async () => {
      readiness = { isReady: false, parts };
      assert.equal((await fetch(`${url}/healthz`)).status, 200);
    });
  });

  describe('metrics', () => {
    const token = 'planted-token-of-32-characters-x';
    const forwarded = { 'x-forwarded-for': '203.0.113.7' };
    const get = (headers: Record<string, string> = {}, path = '/metrics') => fetch(url + path, { headers });

    beforeEach(async () => {
      await http.close();
      await open({}, token);
    });

    it('the metrics are returned to a program on this machine', async () => {
      metrics.meter.gauge('openFaults', 3);
      const response = await get();
      assert.equal(response.status, 200);
      assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
      assert.match(await response.text(), /^backup_watch_open_faults 3$/m);
      assert.equal((await get({}, '/metrics?x=1')).status, 200);
    });

    it('the metrics are returned elsewhere to requests with the token', async () => {
      for (const scheme of ['Bearer', 'bearer'])
        assert.equal((await get({ ...forwarded, authorization: `${scheme} ${token}` })).status, 200);
    });

    it('the metrics are hidden from all other requests: the answer is that of an unknown address', async () => {
      const answerOf = async (response: Response) => [
        response.status,
        (await response.text()).replace(/\/\w+ does/, 'It does'),
        [...response.headers.keys()].sort().join(),
      ];
      const nothing = await answerOf(await get(forwarded, '/nothing'));
      assert.equal(nothing[0], 404);
      for (const authorization of [
        undefined,
        '',
        'Bearer',
        'Bearer ',
        `Basic ${token}`,
        token,
        `Bearer ${token}x`,
        `Bearer ${token.slice(0, -1)}`,
        `Bearer ${token.toUpperCase()}`,
        `Bearer ${token} ${token}`,
      ])
        assert.deepEqual(
          await answerOf(await get({ ...forwarded, ...(authorization !== undefined && { authorization }) })),
          nothing,
          authorization,
        );
      for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD']) {
        const headers = { ...forwarded, 'content-type': 'application/json' };
        const [there, elsewhere] = await Promise.all(
          ['/metrics', '/nothing'].map(path => fetch(url + path, { method, headers })),
        );
        assert.deepEqual(await answerOf(there as Response), await answerOf(elsewhere as Response), method);
      }
    });

    it('the metrics are returned on this machine only if no token is set', async () => {
      await http.close();
      await open();
      assert.equal((await get()).status, 200);
      for (const authorization of ['Bearer undefined', 'Bearer ', `Bearer ${token}`])
        assert.equal((await get({ ...forwarded, authorization })).status, 404);
    });
  });

  describe('local mode', () => {
    it('the bot in local mode replies to service addresses on loopback only', async () => {
      const elsewhere = messageActivity('https://smba.example/teams/', 'help');
      assert.equal((await post(elsewhere)).status, 403);
      assert.deepEqual(said.turns, []);
    });
  });

  describe('identity', () => {
    const identity = {
      type: 'SingleTenant',
      appId: 'app',
      credential: { secret: 'x' },
      tenantId: 'tenant-1',
    } as const;

    beforeEach(async () => {
      await http.close();
      await open({ identity, allowedTenantIds: ['tenant-1'] });
    });

    it('the bot with an identity answers 401 without a valid token, whatever is wrong with it', async () => {
      const unsigned = `Bearer ${btoa('{"alg":"none"}')}.${btoa('{"aud":"app"}')}.`;
      for (const authorization of ['', 'Basic eDp5', 'Bearer', 'Bearer x', 'Bearer a.b.c', unsigned]) {
        const response = await post(messageActivity(connector.serviceUrl, 'help'), { authorization });
        assert.equal(response.status, 401, authorization);
        assert.equal(await response.text(), '');
      }
      assert.deepEqual(said.turns, []);
    });
  });

  it('the bot with an identity stores no address that is not Teams’', () => {
    const known = (serviceUrl: string) => isKnownService(serviceUrl, false);
    assert.ok(known('https://smba.trafficmanager.net/amer/'));
    assert.ok(known('https://smba.infra.gcc.teams.microsoft.com/teams'));
    for (const other of [
      'http://smba.trafficmanager.net/amer/',
      'https://smba.trafficmanager.net.evil.example/',
      'https://smba.trafficmanager.net:8443/',
      'https://kim@smba.trafficmanager.net/',
      'http://127.0.0.1:3978/',
      'https://localhost/',
      'no address',
    ])
      assert.ok(!known(other), other);
  });

  it('the bot in local mode stores no address but those of the Agents Playground’s shape on this machine', () => {
    const known = (serviceUrl: string) => isKnownService(serviceUrl, true);
    for (const own of [
      'http://localhost:56150/_connector',
      'http://127.0.0.1:56150/_connector/',
      'http://[::1]:5/_connector',
    ])
      assert.equal(known(own), true, own);
    for (const other of [
      'http://127.0.0.1:3978/',
      'http://localhost:2375/containers',
      'http://localhost:2375/_connector/../containers',
      'http://localhost:2375/_connector/x',
      'http://kim@localhost:2375/_connector',
      'https://localhost:56150/_connector',
      'http://localhost.evil.example/_connector',
      'https://smba.trafficmanager.net/amer/',
    ])
      assert.equal(known(other), false, other);
  });
});
