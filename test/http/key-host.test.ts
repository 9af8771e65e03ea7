import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Bot } from '../../src/bot/bot.ts';
import { createHttpEnd, type HttpEnd } from '../../src/http/server.ts';
import { createConversationStore } from '../../src/store/places.ts';
import type { BotAdapter } from '../../src/teams/adapter.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { messageActivity } from '../support/activities.ts';
import { createAdapter } from '../support/adapter.ts';
import { type Connector, openConnector } from '../support/connector.ts';
import { fakeClock, hour, recordingLog, recordingMeter } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { createTestBot } from '../support/teams-bot.ts';
import {
  type KeyHostFault,
  openTokenIssuer,
  type SigningKey,
  signedToken,
  type TokenIssuer,
} from '../support/token-issuer.ts';

const tenantId = '11111111-2222-3333-4444-555555555555';
const appId = randomUUID();
const minute = 60_000;
const down: KeyHostFault = { kind: 'status', status: 503 };

describe('a key host that misbehaves', () => {
  let issuer: TokenIssuer;
  let connector: Connector;
  let adapter: BotAdapter;
  let http: HttpEnd;
  let url: string;
  let clock: ReturnType<typeof fakeClock>;
  let log: ReturnType<typeof recordingLog>;
  let meter: ReturnType<typeof recordingMeter>;

  beforeEach(async () => {
    issuer = await openTokenIssuer();
    connector = await openConnector();
    [clock, log, meter] = [fakeClock(), recordingLog(), recordingMeter()];
    const identity = { type: 'SingleTenant', appId, credential: { secret: 'x' }, tenantId } as const;
    const isService = (address: string) => address === connector.serviceUrl;
    adapter = createAdapter(identity, {
      cloud: { issuer: issuer.issuer, openIdUrl: issuer.openIdUrl, isService },
      clock,
      log,
      fetchToken: async () => ({ value: 'planted', expiresAt: clock.now() + hour }),
    });
    const reply = { kind: 'text', text: 'answered' } as const;
    const conversation: Bot = {
      hear: async () => reply,
      press: async () => reply,
      welcome: async () => reply,
      restored: async () => undefined,
      left: async () => ({ ending: { kind: 'answered' }, settings: undefined }),
    };
    const bot = createTestBot({
      identity,
      adapter,
      allowedTenantIds: [tenantId],
      defaultZone: 'UTC',
      conversation,
      places: createConversationStore(createMemoryStore()),
      log,
      meter,
      sending: { clock, sleep: async ms => clock.advance(ms), random: () => 0.5 },
    });
    const ready = async () => ({ isReady: true, parts: {} });
    http = createHttpEnd({
      bot,
      isLocalMode: false,
      metrics: createMetrics(),
      metricsToken: undefined,
      ready,
      noteRefused: () => {},
      log,
    });
    url = `http://127.0.0.1:${await http.listen(0, '127.0.0.1')}`;
  });

  afterEach(async () => {
    for (const end of [http, adapter, connector, issuer]) await end.close();
  });

  function headerOf(key: SigningKey, claims: object = {}): string {
    const now = Math.floor(clock.now() / 1_000);
    const usual = { iss: issuer.issuer, aud: appId, serviceurl: connector.serviceUrl, exp: now + 600 };
    return `Bearer ${signedToken(key, { ...usual, ...claims })}`;
  }

  /** Resolves with the status. */
  async function send(key: SigningKey, claims: object = {}): Promise<number> {
    const response = await fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: headerOf(key, claims),
      },
      body: JSON.stringify(
        messageActivity(connector.serviceUrl, 'help', {
          conversation: { id: 'a:personal', conversationType: 'personal', tenantId },
        }),
      ),
    });
    await response.text();
    return response.status;
  }
  const valid = () => send(issuer.key);
  /** Each with an id that was never seen. */
  const forged = () => send({ ...issuer.strangersKey, kid: randomUUID() });
  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise(resolve => setImmediate(resolve));
  }

  it('the bot answers valid messages with keys of six days ago while the host is down', async () => {
    assert.equal(await valid(), 200);
    issuer.misbehave(down);
    for (const passed of [25 * hour, 48 * hour, 71 * hour]) {
      clock.advance(passed);
      assert.equal(await valid(), 200);
    }
    await until(() => log.lines.some(({ message }) => message.includes('keys of the channel not fetched')));
    const line = log.lines.find(({ message }) => message.includes('keys of the channel not fetched'));
    assert.deepEqual(line?.fields, { why: 'HTTP 503', keys: 2 });
  });

  it('the bot does not trust keys for ever that it cannot fetch again: after a week it asks Teams to send messages again', async () => {
    assert.equal(await valid(), 200);
    issuer.misbehave(down);
    clock.advance(7 * 24 * hour);
    assert.equal(await valid(), 503);
    issuer.behave();
    clock.advance(2_000);
    assert.equal(await valid(), 200);
  });

  it('the bot answers 50 forged messages with 401 within two seconds while the host hangs, over one connection, and a valid one meanwhile', async () => {
    assert.equal(await valid(), 200);
    clock.advance(minute);
    const asked = issuer.asked();
    issuer.misbehave({ kind: 'hang' });
    const startedAt = performance.now();
    const forging = Promise.all(Array.from({ length: 50 }, forged));
    await until(() => issuer.open() > 0);
    const validAt = performance.now();
    assert.equal(await valid(), 200);
    assert.ok(performance.now() - validAt < 900, 'it waits for no key');
    assert.deepEqual([...new Set(await forging)], [401]);
    assert.ok(performance.now() - startedAt < 2_000);
    assert.equal(issuer.asked() - asked, 1);
    assert.equal(meter.counted['refusedRequests token'], 50);
  });

  it('the bot asks for keys twice a minute at most, however many forged messages come', async () => {
    assert.equal(await valid(), 200);
    const asked = issuer.asked();
    for (let second = 0; second < 300; second += 3) {
      clock.advance(3_000);
      assert.equal(await forged(), 401);
    }
    // Each fetch is two requests: for the address of the keys, and for the keys.
    const fetches = (issuer.asked() - asked) / 2;
    assert.ok(fetches >= 5 && fetches <= 10, String(fetches));
  });

  it('the bot asks once a minute at most for one id that is not there', async () => {
    assert.equal(await valid(), 200);
    const asked = issuer.asked();
    for (let second = 0; second < 300; second += 3) {
      clock.advance(3_000);
      assert.equal(await send(issuer.strangersKey), 401);
    }
    assert.ok((issuer.asked() - asked) / 2 <= 5);
  });

  it('the bot accepts a new key within a minute of its first message, and a withdrawn one no longer after an hour', async () => {
    assert.equal(await valid(), 200);
    // In the worst case the id was looked for just before it was published.
    clock.advance(30_000);
    assert.equal(await send(issuer.strangersKey), 401);
    issuer.publish(issuer.strangersKey);
    clock.advance(minute);
    assert.equal(await send(issuer.strangersKey), 200);
    assert.equal(await valid(), 401);
  });

  it('the bot accepts a new key at once if the last fetch is half a minute ago', async () => {
    assert.equal(await valid(), 200);
    issuer.publish(issuer.key, issuer.strangersKey);
    clock.advance(30_000);
    assert.equal(await send(issuer.strangersKey), 200);
  });

  it('the bot drops a withdrawn key with its hourly refresh, without a message that asks for another one', async () => {
    assert.equal(await valid(), 200);
    issuer.publish(issuer.strangersKey);
    const asked = issuer.asked();
    clock.advance(hour);
    // This message causes the refresh, and does not wait for it.
    assert.equal(await valid(), 200);
    await until(() => issuer.asked() - asked === 2 && issuer.open() === 0);
    clock.advance(minute);
    assert.equal(await valid(), 401);
  });

  let chunks = 0;
  function* endless(): Iterable<string> {
    yield '{"keys":[';
    for (;;) {
      chunks += 1;
      yield `${JSON.stringify({ kty: 'RSA', kid: 'x', n: 'A'.repeat(65_536) })},`;
    }
  }
  const bad: Readonly<Record<string, KeyHostFault>> = {
    'no JSON': { kind: 'body', body: '<html>gateway</html>' },
    nothing: { kind: 'body', body: '' },
    null: { kind: 'body', body: 'null' },
    'no keys': { kind: 'body', body: '{"keys":[]}' },
    'keys that are none': { kind: 'body', body: '{"keys":[null,7,"x",{},{"kty":"RSA","kid":"x"}]}' },
    'keys that are broken': {
      kind: 'body',
      body: JSON.stringify({ keys: [{ kty: 'RSA', kid: 'x', n: '!', e: '!' }] }),
    },
    'a thousand keys': {
      kind: 'body',
      body: JSON.stringify({
        keys: Array.from({ length: 1_000 }, (_, at) => ({ kty: 'oct', kid: `${at}` })),
      }),
    },
    'a body without an end': { kind: 'body', body: endless },
    'a deep body': { kind: 'body', body: '['.repeat(500_000) },
    'an error': down,
  };
  for (const [what, fault] of Object.entries(bad))
    it(`the bot goes on with its old keys if the host answers with ${what}`, async () => {
      chunks = 0;
      assert.equal(await valid(), 200);
      issuer.misbehave(fault);
      clock.advance(minute);
      assert.equal(await forged(), 401);
      await until(() => issuer.open() === 0);
      assert.equal(await valid(), 200);
      // 16 of them are a megabyte; some more wait in buffers.
      assert.ok(chunks < 200, String(chunks));
    });

  it('the bot asks Teams to resend messages that it cannot check yet, and answers them once the host is back', async () => {
    issuer.misbehave(down);
    assert.equal(await valid(), 503);
    assert.equal(await send(issuer.strangersKey), 503);
    assert.equal(meter.counted['refusedRequests keys'], 2);
    assert.match(adapter.keysTrouble() ?? '', /signing keys of Teams are not known \(HTTP 503\)/);
    assert.equal(connector.tries(), 0);
    issuer.behave();
    clock.advance(2_000);
    assert.equal(await valid(), 200);
    assert.equal(adapter.keysTrouble(), undefined);
  });

  it('the bot answers a request that cannot be valid with 401 even without keys', async () => {
    issuer.misbehave(down);
    for (const claims of [{ aud: randomUUID() }, { iss: 'https://login.example.com/' }])
      assert.equal(await send(issuer.key, claims), 401);
    assert.equal(issuer.asked(), 0);
  });

  it('the bot asks Teams to resend messages after three seconds if the host hangs from the start, over one connection', async () => {
    issuer.misbehave({ kind: 'hang' });
    const startedAt = performance.now();
    const statuses = await Promise.all(Array.from({ length: 20 }, valid));
    assert.deepEqual([...new Set(statuses)], [503]);
    assert.ok(performance.now() - startedAt < 4_000);
    assert.equal(issuer.asked(), 1);
  });

  it('the bot decides by the Authorization header alone, so that no body has to be read for a forged one', async () => {
    const caller = await adapter.admit(headerOf(issuer.key));
    assert.equal(caller?.claims.serviceurl, connector.serviceUrl);
    assert.deepEqual(caller?.endorsements, ['msteams']);
    await assert.rejects(adapter.admit(headerOf({ ...issuer.strangersKey, kid: issuer.key.kid })), {
      name: 'AuthenticationError',
    });
  });

  it('the bot delays the first message until its keys have come', async () => {
    adapter.start();
    assert.deepEqual(await Promise.all([valid(), valid()]), [200, 200]);
    assert.equal(issuer.asked(), 2);
  });
});
