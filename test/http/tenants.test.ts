import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Bot } from '../../src/bot/bot.ts';
import { createHttpEnd, type HttpEnd } from '../../src/http/server.ts';
import { createConversationStore } from '../../src/store/places.ts';
import type { BotAdapter } from '../../src/teams/adapter.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { envelope, messageActivity, pressActivity } from '../support/activities.ts';
import { createAdapter } from '../support/adapter.ts';
import { type Connector, openConnector } from '../support/connector.ts';
import { fakeClock, recordingLog } from '../support/fakes.ts';
import { type IdentityEndpoint, identityOfThisProcess } from '../support/identity-endpoint.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { createTestBot } from '../support/teams-bot.ts';
import { openTokenIssuer, type SigningKey, signedToken, type TokenIssuer } from '../support/token-issuer.ts';

const ours = '11111111-2222-3333-4444-555555555555';
const theirs = '99999999-2222-3333-4444-555555555555';
/** The SDK caches a bot's tokens for as long as the process lives. */
const appId = randomUUID();

const neverAsked = () => Promise.reject(new Error('nobody asks here'));

describe('tenants', () => {
  let issuer: TokenIssuer;
  let tokens: IdentityEndpoint;
  let connector: Connector;
  let adapter: BotAdapter;
  let http: HttpEnd;
  let url: string;
  /** What came through to the product. */
  let reached: string[];

  before(async () => {
    issuer = await openTokenIssuer();
    tokens = await identityOfThisProcess();
    Object.assign(process.env, tokens.env);
    connector = await openConnector();
    const identity = { type: 'UserAssignedMsi', appId, credential: undefined, tenantId: ours } as const;
    const isService = (address: string) => address === connector.serviceUrl;
    const { openIdUrl } = issuer;
    adapter = createAdapter(identity, { cloud: { issuer: issuer.issuer, openIdUrl, isService } });
    const reply = { kind: 'text', text: 'answered' } as const;
    const note = <T>(what: string, answer: T) => {
      reached.push(what);
      return answer;
    };
    const conversation: Bot = {
      hear: async () => note('hear', reply),
      press: async () => note('press', reply),
      welcome: async () => note('welcome', reply),
      restored: async () => note('restored', undefined),
      left: async () => note('left', { ending: { kind: 'answered' }, settings: undefined } as const),
    };
    const clock = fakeClock();
    const bot = createTestBot({
      identity,
      adapter,
      allowedTenantIds: [ours],
      defaultZone: 'UTC',
      conversation,
      places: {
        ...createConversationStore(createMemoryStore()),
        heard: async () => note('heard', undefined),
      },
      log: recordingLog(),
      sending: { clock, sleep: async ms => clock.advance(ms), random: () => 0.5 },
    });
    http = createHttpEnd({
      bot,
      isLocalMode: false,
      metrics: createMetrics(),
      metricsToken: undefined,
      ready: neverAsked,
      noteRefused: () => {},
      log: recordingLog(),
    });
    url = `http://127.0.0.1:${await http.listen(0, '127.0.0.1')}`;
  });

  after(async () => {
    for (const end of [http, adapter, connector, issuer]) await end.close();
    for (const name of Object.keys(tokens.env)) delete process.env[name];
  });

  beforeEach(() => {
    reached = [];
  });

  function post(activity: object, key: SigningKey = issuer.key): Promise<Response> {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer.issuer, aud: appId, serviceurl: connector.serviceUrl };
    const token = signedToken(key, { ...claims, nbf: now - 60, exp: now + 600 });
    return fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(activity),
    });
  }

  const recipient = { id: '28:bot', name: 'Backup Watch' };
  /** Everything that does something, as a conversation has it, and what it reaches. */
  const kinds: Readonly<Record<string, readonly [string, (where: object) => object]>> = {
    'a message': ['hear', where => messageActivity(connector.serviceUrl, 'help', where)],
    'a press': ['press', where => pressActivity(connector.serviceUrl, 'help', {}, where)],
    'an installation': [
      'welcome',
      where => ({ ...envelope(connector.serviceUrl), type: 'installationUpdate', action: 'add', ...where }),
    ],
    'a removal': [
      'left',
      where => ({
        ...envelope(connector.serviceUrl),
        type: 'installationUpdate',
        action: 'remove',
        ...where,
      }),
    ],
    'a change of members': [
      'left',
      where => ({
        ...envelope(connector.serviceUrl),
        type: 'conversationUpdate',
        membersRemoved: [recipient],
        ...where,
      }),
    ],
  };
  const inTenant = (tenantId: string | undefined) => ({
    conversation: { id: `a:${randomUUID()}`, conversationType: 'personal', tenantId },
  });

  const refused: Readonly<Record<string, () => readonly [object, SigningKey?]>> = {
    'that names no tenant': () => [inTenant(undefined)],
    'of another tenant': () => [inTenant(theirs)],
    'of another tenant, whatever its channel data say': () => [
      { ...inTenant(theirs), channelData: { tenant: { id: ours } } },
    ],
    'of another channel, whose clients say what they like': () => [
      { ...inTenant(ours), channelId: 'webchat' },
      issuer.otherChannelsKey,
    ],
  };

  for (const [what, [reaches, activityIn]] of Object.entries(kinds)) {
    it(`the bot accepts ${what} of its own tenant`, async () => {
      for (const where of [
        inTenant(ours),
        inTenant(ours.toUpperCase()),
        { ...inTenant(undefined), channelData: { tenant: { id: ours } } },
      ]) {
        reached = [];
        assert.equal((await post(activityIn(where))).status, 200);
        assert.ok(reached.includes(reaches), JSON.stringify(where));
      }
    });

    for (const [which, made] of Object.entries(refused))
      it(`the bot ignores ${what} ${which}`, async () => {
        const tries = connector.tries();
        const [where, key] = made();
        const response = await post(activityIn(where), key);
        assert.equal(response.status, 200);
        assert.deepEqual(reached, []);
        assert.equal(connector.tries(), tries, 'nothing is said to anybody');
        const body = await response.text();
        if (reaches === 'press') assert.match(body, /nothing was done/);
        else assert.doesNotMatch(body, /\w/);
      });
  }
});
