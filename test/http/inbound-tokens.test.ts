import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { messageActivity } from '../support/activities.ts';
import { createAdapter } from '../support/adapter.ts';
import { type Connector, openConnector } from '../support/connector.ts';
import { clockOf, recordingLog } from '../support/fakes.ts';
import { type IdentityEndpoint, identityOfThisProcess, managedToken } from '../support/identity-endpoint.ts';
import { openTokenIssuer, signedToken, type TokenIssuer } from '../support/token-issuer.ts';

const tenantId = '11111111-2222-3333-4444-555555555555';
const appId = randomUUID();
/** In seconds. */
const now = () => Math.floor(clock.now() / 1000);
/** Runs as the machine's does, and can be moved. */
let ahead = 0;
const clock = clockOf(() => Date.now() + ahead);
const emulatorIssuer = 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/';

describe('tokens of requests', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-tokens-'));
  const log = recordingLog();
  const written: unknown[] = [];
  const stderr = { write: process.stderr.write, error: console.error };
  let issuer: TokenIssuer;
  let identity: IdentityEndpoint;
  let askedBefore: number;
  let connector: Connector;
  let foreign: Connector;
  let app: App;
  let url: string;

  before(async () => {
    console.error = (...words: unknown[]) => void written.push(words);
    process.stderr.write = (chunk: unknown) => written.push(chunk) > 0;
    issuer = await openTokenIssuer();
    identity = await identityOfThisProcess();
    askedBefore = identity.asked.length;
    connector = await openConnector();
    foreign = await openConnector();
    Object.assign(process.env, identity.env);
    const config = readConfig({
      PORT: '0',
      HOST: '127.0.0.1',
      BOT_ID: appId,
      BOT_TYPE: 'UserAssignedMsi',
      BOT_TENANT_ID: tenantId,
      AVEPOINT_GRAPH_URL: 'http://127.0.0.1:9',
      AVEPOINT_CLIENT_ID: 'x',
      AVEPOINT_CLIENT_SECRET: 'x',
      DATA_DIR: dataDir,
    });
    const { openIdUrl } = issuer;
    const isService = (address: string) => address === connector.serviceUrl;
    app = await createApp(config, {
      log,
      clock,
      cloud: { issuer: issuer.issuer, openIdUrl, isService },
    });
    url = await app.listen();
  });

  after(async () => {
    await app.close();
    for (const end of [issuer, connector, foreign]) await end.close();
    rmSync(dataDir, { recursive: true });
    console.error = stderr.error;
    process.stderr.write = stderr.write;
    for (const name of Object.keys(identity.env)) delete process.env[name];
  });

  const claims = (changes: object = {}) => ({
    iss: issuer.issuer,
    aud: appId,
    serviceurl: connector.serviceUrl,
    nbf: now() - 60,
    exp: now() + 3_600,
    ...changes,
  });
  const valid = (changes: object = {}) => `Bearer ${signedToken(issuer.key, claims(changes))}`;

  const help = (serviceUrl = connector.serviceUrl, overrides: object = {}) =>
    messageActivity(serviceUrl, 'help', {
      conversation: { id: 'a:personal', conversationType: 'personal', tenantId },
      ...overrides,
    });
  const post = (authorization: string | undefined, activity: object = help()) =>
    fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
      body: JSON.stringify(activity),
    });

  async function refused(authorization: string | undefined, activity?: object, status = 401): Promise<void> {
    const before = [connector.tries(), foreign.tries()];
    const response = await post(authorization, activity);
    assert.equal(response.status, status);
    if (status === 401) assert.equal(await response.text(), '');
    assert.deepEqual([connector.tries(), foreign.tries()], before, 'nothing is said to anybody');
  }

  it('a bot with an identity answers a request with a valid token, with the token of its managed identity', async () => {
    // Loading Azure's library may take long enough for a sign of typing.
    const messages = () => connector.sent.filter(({ activity }) => activity.type === 'message');
    const { length } = messages();
    assert.equal((await post(valid())).status, 200);
    assert.equal(messages().length, length + 1);
    assert.equal(connector.authorizations.at(-1), `Bearer ${managedToken}`);
    assert.deepEqual(
      [
        ...new Set(
          identity.asked
            .slice(askedBefore)
            .map(query => `${query.get('resource')} ${query.get('client_id')}`),
        ),
      ],
      [`https://api.botframework.com ${appId}`],
    );
  });

  it('a bot with an identity accepts tokens from clocks that are some minutes apart', async () => {
    assert.equal((await post(valid({ exp: now() - 200 }))).status, 200);
    assert.equal((await post(valid({ nbf: now() + 200 }))).status, 200);
  });

  const wrong: Record<string, () => string | undefined> = {
    'without any': () => undefined,
    'with an empty one': () => '',
    'with one word': () => 'Bearer',
    'with what is no token': () => 'Bearer a.b.c',
    'with another scheme': () => `Basic ${Buffer.from('kim:secret').toString('base64')}`,
    'with a token and more behind it': () => `${valid()} x`,
    'for another bot': () => valid({ aud: randomUUID() }),
    'for nobody': () => valid({ aud: undefined }),
    'of another issuer': () => valid({ iss: 'https://login.example.com/' }),
    'of no issuer': () => valid({ iss: undefined }),
    'of the government’s channel': () => valid({ iss: 'https://api.botframework.us' }),
    'of the emulator’s issuer': () => valid({ iss: emulatorIssuer, appid: appId, ver: '1.0' }),
    'of the emulator’s issuer, of the second version': () =>
      valid({ iss: emulatorIssuer, azp: appId, ver: '2.0' }),
    'of another bot (a skill’s)': () =>
      valid({ iss: emulatorIssuer, appid: randomUUID(), ver: '1.0', aud: appId }),
    'that has expired': () => valid({ exp: now() - 360 }),
    'that is not valid yet': () => valid({ nbf: now() + 360 }),
    'that names no service address': () => valid({ serviceurl: undefined }),
    'that names another service address': () => valid({ serviceurl: foreign.serviceUrl }),
    'whose signature is another’s': () =>
      `Bearer ${signedToken({ ...issuer.strangersKey, kid: issuer.key.kid }, claims())}`,
    'whose signature is cut off': () => valid().replace(/[^.]+$/, ''),
    'whose claims were changed': () => {
      const [head, , signature] = signedToken(issuer.key, claims({ aud: randomUUID() })).split('.');
      const [, body] = signedToken(issuer.key, claims()).split('.');
      return `Bearer ${head}.${body}.${signature}`;
    },
    'signed by nobody (alg none)': () => {
      const [head, body] = signedToken(issuer.key, claims(), { alg: 'none' }).split('.');
      return `Bearer ${head}.${body}.`;
    },
    'signed with the public key as if it were a secret (HS256)': () => {
      const [head, body] = signedToken(issuer.key, claims(), { alg: 'HS256' }).split('.');
      const secret = issuer.key.publicKey.export({ type: 'spki', format: 'pem' });
      const signature = createHmac('sha256', secret).update(`${head}.${body}`).digest('base64url');
      return `Bearer ${head}.${body}.${signature}`;
    },
    'with a key that nobody knows': () => `Bearer ${signedToken(issuer.strangersKey, claims())}`,
    'with a key that is not named': () => `Bearer ${signedToken(issuer.key, claims(), { kid: undefined })}`,
    'with a key that is endorsed for another channel': () =>
      `Bearer ${signedToken(issuer.otherChannelsKey, claims())}`,
  };
  for (const [what, authorization] of Object.entries(wrong))
    it(`a bot with an identity answers 401 to a request ${what}`, () => refused(authorization()));

  it('a bot with an identity answers 401 if the activity names another service address than its token', () =>
    refused(valid(), help(foreign.serviceUrl)));

  it('a bot with an identity answers 401 to a token of the emulator’s issuer, whatever channel the activity claims to come from', async () => {
    const emulator = valid({ iss: emulatorIssuer, appid: appId, ver: '1.0' });
    for (const channelId of ['emulator', 'webchat'])
      await refused(emulator, help(connector.serviceUrl, { channelId }));
  });

  it('a bot with an identity answers 403 to a valid token for a service that is not Teams’, and sends its own token nowhere', async () => {
    const authorization = valid({ serviceurl: foreign.serviceUrl });
    await refused(authorization, help(foreign.serviceUrl), 403);
    const line = log.lines.findLast(({ message }) => message.includes('untrusted service URL'));
    assert.deepEqual([line?.level, line?.fields], ['warn', { host: '127.0.0.1' }]);
  });

  it('a bot with an identity answers 401 to a token of the channel that another bot asked for, as a skill does', async () => {
    await refused(valid({ ver: '1.0', appid: randomUUID() }));
    await refused(valid({ ver: '2.0', azp: randomUUID() }));
  });

  it('a bot with an identity answers 401 to a token that never ends, and to one for several bots', async () => {
    await refused(valid({ exp: undefined }));
    await refused(valid({ aud: [appId, randomUUID()] }));
  });

  it('a bot with an identity logs a refusal once a minute with its reason and how many more there were, and nothing of the token', async () => {
    const forge = () => valid({ iss: emulatorIssuer, appid: appId, ver: '1.0' });
    const lines = () => log.lines.filter(({ message }) => message.includes('not authenticated'));
    ahead += 60_000;
    await refused(forge());
    const before = lines().length;
    for (let more = 0; more < 5; more++) await refused(forge());
    assert.equal(lines().length, before);
    ahead += 60_000;
    await refused(forge());
    assert.deepEqual(
      lines()
        .slice(before)
        .map(({ level, fields }) => [level, fields]),
      [['warn', { reason: 'the token is not one of the channel', leftOut: 5 }]],
    );
  });

  it('a bot with an identity writes nothing to the console, whatever token it refuses', () => {
    assert.deepEqual(written, []);
  });
});

describe('proactive messages', () => {
  const identity = { type: 'SingleTenant', appId, credential: { secret: 'x' }, tenantId } as const;

  it('a bot with an identity makes no client for an address that is not Teams’ own', () => {
    const adapter = createAdapter(identity);
    for (const address of ['https://smba.example/teams/', 'http://127.0.0.1:3978/', 'nowhere'])
      assert.throws(() => adapter.connectorAt(address), { name: 'UntrustedServiceUrlError' });
    assert.ok(adapter.connectorAt('https://smba.trafficmanager.net/amer/'));
  });
});
