import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { simulatedClient } from '../simulator/tokens.ts';
import { type App, createApp } from '../src/app.ts';
import { ConfigError, readConfig } from '../src/config.ts';
import { type RecordKey, StoreError } from '../src/domain/store.ts';
import type { WalkableStore } from '../src/store/whole-store.ts';
import { createLogger } from '../src/telemetry/logger.ts';
import { createTurns } from '../src/telemetry/turns.ts';
import { envelope, messageActivity, pressActivity } from './support/activities.ts';
import { type Connector, openConnector } from './support/connector.ts';
import { type Echo, type EchoingApi, openEchoingApi } from './support/echoing-api.ts';
import { helpTopics } from './support/help.ts';
import { identityOfThisProcess, managedToken } from './support/identity-endpoint.ts';
import { createMemoryIndexJournal } from './support/memory-index-journal.ts';
import { createMemoryStore } from './support/memory-store.ts';
import { openTokenIssuer, signedToken, type TokenIssuer } from './support/token-issuer.ts';

const tenantId = '11111111-2222-3333-4444-555555555555';
const kim = '00000000-0000-0000-0000-000000000001';
const metricsToken = 'planted-metrics-token';
const heartbeat = 'planted-heartbeat-path';

/** Names of settings that hold a secret, by what names of secrets are like. */
const isSecret = (name: string) =>
  /(SECRET|PASSWORD|TOKEN|CERTIFICATE|_KEY)$/.test(name) || ['STORE_URL', 'HEARTBEAT_URL'].includes(name);

/** Every setting that the product reads, found in its code. */
const settingNames = ['src/config.ts', ...readdirSync('src/config').map(name => join('src/config', name))]
  .flatMap(file => [...readFileSync(file, 'utf8').matchAll(/'([A-Z][A-Z]+(?:_[A-Z]+)+)'/g)])
  .map(([, name = '']) => name);

/** As they may stand in a text. */
const spellings = (secret: string) => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
];

function assertNone(secrets: Iterable<string>, sink: string, text: string): void {
  for (const secret of secrets)
    for (const spelling of spellings(secret)) {
      const at = text.indexOf(spelling);
      assert.equal(at, -1, `${sink} shows a secret: …${text.slice(Math.max(0, at - 200), at + 60)}…`);
    }
}

/** All buttons of whatever was shown. */
function buttonsIn(shown: unknown): { verb: string; data: unknown }[] {
  if (typeof shown !== 'object' || shown === null) return [];
  const { type, verb, data } = shown as { type?: unknown; verb?: unknown; data?: unknown };
  const own = type === 'Action.Execute' && typeof verb === 'string' ? [{ verb, data }] : [];
  return [...own, ...Object.values(shown).flatMap(buttonsIn)];
}

describe('planted secrets', () => {
  const secrets = new Set([
    simulatedClient.secret,
    metricsToken,
    heartbeat,
    managedToken,
    'planted-identity-header',
  ]);
  const printed: string[] = [];
  const logged: string[] = [];
  const answered: string[] = [];
  const places = new Map<string, RecordKey>();
  const kept = createMemoryStore();
  const originals = { log: console.log, error: console.error, warn: console.warn };
  let isStoreDown = false;
  let issuer: TokenIssuer;
  let api: EchoingApi;
  let connector: Connector;
  let refusal: number | undefined;
  let app: App;
  let url: string;

  /** Remembers the keys of records, so that all of them can be inspected, and fails as Azure's tables do. */
  const store: WalkableStore = {
    ...kept,
    get: place => failing(() => kept.get(place)),
    list: (...asked) => failing(() => kept.list(...asked)),
    put: (place, value, expected) => {
      places.set(JSON.stringify(place), place);
      return failing(() => kept.put(place, value, expected));
    },
    remove: (place, expected) => failing(() => kept.remove(place, expected)),
  };
  async function failing<T>(work: () => Promise<T>): Promise<T> {
    if (isStoreDown) throw new StoreError('unavailable', 'The tables at STORE_URL did not answer (503).');
    return work();
  }

  before(async function () {
    // Three products are started, one after the other.
    this.timeout(300_000);
    for (const name of ['log', 'error', 'warn'] as const)
      console[name] = (...words: unknown[]) => void printed.push(words.map(String).join(' '));
    issuer = await openTokenIssuer();
    api = await openEchoingApi();
    // Teams, too, may repeat what it was sent.
    connector = await openConnector(
      () => refusal ?? 201,
      taken =>
        refusal === undefined
          ? { id: `sent-${taken}` }
          : { error: { code: 'Unknown', message: `You sent Bearer ${managedToken}.` } },
      id => ({ id, userRole: 'user', objectId: kim, tenantId }),
    );
    const identity = await identityOfThisProcess();
    Object.assign(process.env, identity.env);
    const config = readConfig({
      PORT: '0',
      HOST: '127.0.0.1',
      BOT_ID: randomUUID(),
      BOT_TYPE: 'UserAssignedMsi',
      BOT_TENANT_ID: tenantId,
      ADMIN_USER_IDS: kim,
      ASKS_PER_USER_PER_MINUTE: '0',
      AVEPOINT_GRAPH_URL: api.url,
      AVEPOINT_TOKEN_URL: `${api.url}/connect/token`,
      AVEPOINT_CLIENT_ID: simulatedClient.id,
      AVEPOINT_CLIENT_SECRET: simulatedClient.secret,
      AVEPOINT_JOBS_API: 'cloudbackupjobs',
      METRICS_TOKEN: metricsToken,
      HEARTBEAT_URL: `http://127.0.0.1:9/${heartbeat}`,
      WATCH_INTERVAL_SECONDS: '1',
    });
    const turns = createTurns();
    app = await createApp(config, {
      turns,
      log: createLogger('trace', turns, { write: line => void logged.push(line) }),
      store,
      journal: createMemoryIndexJournal({ isShared: false }).open(),
      cloud: {
        issuer: issuer.issuer,
        openIdUrl: issuer.openIdUrl,
        isService: address => address === connector.serviceUrl,
      },
    });
    url = await app.listen();
    const minutes = (ago: number) => Date.now() - ago * 60_000;
    for (const [index, state] of [3, 2, 4, 5, 3].entries())
      api.simulator.plant({
        service: 1 + (index % 3),
        startedAt: minutes(60 - index),
        endedAt: minutes(30 - index),
        state,
        errors: [{ value: 'Access denied' }],
      });

    async function post(body: unknown, headers: Record<string, string> = {}): Promise<string> {
      const appId = config.identity?.appId;
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        iss: issuer.issuer,
        aud: appId,
        serviceurl: connector.serviceUrl,
        exp: now + 600,
        jti: randomUUID(),
      };
      const token = signedToken(issuer.key, claims);
      secrets.add(token);
      const response = await fetch(`${url}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      const text = `${JSON.stringify([...response.headers])} ${await response.text()}`;
      answered.push(text);
      return text;
    }
    const conversation = { id: 'a:personal', conversationType: 'personal', tenantId };
    const say = (text: string) => post(messageActivity(connector.serviceUrl, text, { conversation }));
    const press = (verb: unknown, data: unknown) =>
      post(pressActivity(connector.serviceUrl, verb, data, { conversation }));
    const activities = () => connector.sent.map(({ activity }) => activity);

    /** Every example in the product's help, and every button that results from it. */
    async function useAll(): Promise<void> {
      const sentences = helpTopics.flatMap(({ examples }) => examples);
      await inTurns(['help', 'audit last 7 days', 'roles', 'job FB1', 'gibberish', ...sentences], say);
      const seen = new Set<string>();
      for (let round = 0; round < 2; round++) {
        const verbs = new Map(
          [...activities(), ...answered.map(bodyOf)].flatMap(buttonsIn).map(button => [button.verb, button]),
        );
        const fresh = [...verbs.values()].filter(({ verb }) => !seen.has(verb));
        for (const { verb } of fresh) seen.add(verb);
        await inTurns(fresh, ({ verb, data }) => press(verb, data));
      }
      assert.ok(seen.size >= 5, [...seen].join());
    }
    async function useSome(): Promise<void> {
      const again = activities()
        .flatMap(buttonsIn)
        .find(({ verb }) => verb === 'jobs.again');
      await Promise.all([
        ...['failed backups today', 'status', 'coverage', 'digest now'].map(say),
        press(again?.verb, again?.data),
      ]);
    }

    await useAll();

    const echoes: Echo[] = [
      ...[400, 401, 403, 404].map((status): Echo => ({ at: 'jobs', status })),
      { at: 'jobs', status: 429, headers: { 'retry-after': '3600' } },
      { at: 'jobs', status: 503, headers: { 'retry-after': '3600' } },
      { at: 'jobs', status: 200 },
      { at: 'token', status: 400, body: { error: 'invalid_client' } },
      { at: 'token', status: 400, body: { error: `invalid ${simulatedClient.secret}` } },
      { at: 'token', status: 429, headers: { 'retry-after': '3600' } },
      { at: 'token', status: 200, body: { access_token: `no token: ${simulatedClient.secret}` } },
      { at: 'token', status: 200, body: { token_type: simulatedClient.secret, access_token: 'x' } },
    ];
    for (const echo of echoes) {
      const before = api.echoes();
      if (echo.at === 'token') api.simulator.revokeTokens();
      api.echo(echo);
      await useSome();
      assert.ok(api.echoes() > before, JSON.stringify(echo));
    }
    api.echo(undefined);

    isStoreDown = true;
    await useSome();
    isStoreDown = false;

    for (const status of [400, 401, 403]) {
      refusal = status;
      await useSome();
    }
    refusal = undefined;

    const strange = [
      '{"planted',
      '[]',
      { ...envelope(connector.serviceUrl), conversation },
      {
        ...envelope(connector.serviceUrl),
        conversation,
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: null,
      },
      { ...envelope(connector.serviceUrl), conversation, type: 'message', text: null, entities: 7 },
    ];
    for (const body of strange) await post(body);
    for (const authorization of ['Bearer planted-stranger.x.y', 'planted-stranger', 'Basic planted-stranger'])
      await post(messageActivity(connector.serviceUrl, 'help'), { authorization });
    secrets.add('planted-stranger');
    const forged = signedToken(issuer.strangersKey, { iss: issuer.issuer });
    secrets.add(forged);
    await post(messageActivity(connector.serviceUrl, 'help'), { authorization: `Bearer ${forged}` });

    for (const path of ['/healthz', '/readyz', '/metrics', '/nowhere'])
      for (const token of [metricsToken, 'planted-stranger']) {
        const headers = { authorization: `Bearer ${token}`, 'x-forwarded-for': '192.0.2.1' };
        answered.push(await (await fetch(`${url}${path}`, { headers })).text());
      }
    await app.close();
    for (const token of api.tokens) secrets.add(token);
  });

  after(async () => {
    Object.assign(console, originals);
    await Promise.all([connector.close(), api.close(), issuer.close()]);
    for (const name of Object.keys((await identityOfThisProcess()).env)) delete process.env[name];
  });

  it('planted secrets do not come out in the log, at whatever level', () => {
    assert.ok(logged.some(line => line.includes('"level":20')));
    assert.ok(logged.some(line => line.includes('"level":50')));
    assertNone(secrets, 'the log', logged.join(''));
  });

  it('planted secrets are not printed', () => assertNone(secrets, 'the terminal', printed.join('\n')));

  it('planted secrets do not come out in an answer over HTTP, including the metrics', () => {
    assert.ok(answered.some(text => text.includes('# HELP backup_watch')));
    assertNone(secrets, 'an answer', answered.join('\n'));
  });

  it('planted secrets do not come out in messages to Teams', () => {
    assert.ok(connector.sent.length > 50);
    assertNone(secrets, 'a message', JSON.stringify(connector.sent));
  });

  it('planted secrets are not stored, whatever the record', async () => {
    const records = await Promise.all(
      [...places.values()].map(async place => [place, await kept.get(place)]),
    );
    assert.ok(records.length > 10);
    assertNone(secrets, 'a record', JSON.stringify(records));
  });

  it('planted secrets were really there to be shown', () => {
    assert.ok(api.tokens.size > 1);
    assert.ok(secrets.size > 50);
  });
});

describe('secrets in wrong settings', () => {
  it('secrets in wrong settings are never repeated, whatever the setting', () => {
    assert.ok(settingNames.length > 30);
    const planted = Object.fromEntries(settingNames.map(name => [name, `planted for ${name}`]));
    for (const BOT_TYPE of ['planted type', 'SingleTenant', 'UserAssignedMsi'])
      assert.throws(
        () => readConfig({ ...planted, BOT_TYPE }),
        (error: unknown) => error instanceof ConfigError && !/planted/.test(error.message),
      );
  });

  it('secrets in wrong settings are all known to this test', () => {
    const known = [
      'AVEPOINT_CERTIFICATE',
      'AVEPOINT_CERTIFICATE_PASSWORD',
      'AVEPOINT_CLIENT_SECRET',
      'AZURE_OPENAI_API_KEY',
      'BOT_CERTIFICATE',
      'BOT_CERTIFICATE_PASSWORD',
      'BOT_PASSWORD',
      'CLIENT_SECRET',
      'HEARTBEAT_URL',
      'METRICS_TOKEN',
      'OPENAI_API_KEY',
      'STORE_URL',
    ];
    assert.deepEqual([...new Set(settingNames.filter(isSecret))].toSorted(), known);
  });
});

describe('connection string of a store that refuses it', () => {
  const key = Buffer.from('planted account key').toString('base64');
  let tables: Server;
  let storeUrl: string;

  before(async () => {
    tables = createServer((req, res) => {
      res.writeHead(403, { 'content-type': 'application/json' });
      res.end(
        JSON.stringify({
          'odata.error': {
            code: 'AuthenticationFailed',
            message: { value: `${key} ${req.headers.authorization}` },
          },
        }),
      );
    });
    await new Promise<void>(resolve => tables.listen(0, '127.0.0.1', resolve));
    const endpoint = `TableEndpoint=http://127.0.0.1:${(tables.address() as AddressInfo).port}/contoso`;
    storeUrl = `DefaultEndpointsProtocol=http;AccountName=contoso;AccountKey=${key};${endpoint};`;
  });
  after(() => {
    tables.close();
    tables.closeAllConnections();
  });

  it('the connection string of a store that refuses it is not repeated by the start that fails', async () => {
    const config = readConfig({
      AVEPOINT_GRAPH_URL: 'http://127.0.0.1:9',
      AVEPOINT_CLIENT_ID: 'x',
      AVEPOINT_CLIENT_SECRET: 'x',
      STORE_URL: storeUrl,
    });
    await assert.rejects(createApp(config), (error: Error) => {
      assert.match(error.message, /status 403/);
      assertNone([key, storeUrl], 'the error', `${error.message} ${error.stack} ${String(error.cause)}`);
      return true;
    });
  });
});

const bodyOf = (answer: string): unknown => {
  try {
    return JSON.parse(answer.slice(answer.indexOf(']] ') + 3));
  } catch {
    return undefined;
  }
};

/** Some at a time: as fast as the product goes, without the product running out of its own time. */
async function inTurns<T>(items: readonly T[], use: (item: T) => Promise<unknown>): Promise<void> {
  const left = [...items];
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await use(item);
  };
  await Promise.all(Array.from({ length: 4 }, worker));
}
