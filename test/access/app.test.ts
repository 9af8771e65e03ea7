import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator } from '../../simulator/simulator.ts';
import { simulatedClient } from '../../simulator/tokens.ts';
import { type App, createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { FetchToken } from '../../src/teams/bot-token.ts';
import { messageActivity } from '../support/activities.ts';
import { type Connector, openConnector } from '../support/connector.ts';
import { recordingLog } from '../support/fakes.ts';
import { type IdentityEndpoint, identityOfThisProcess } from '../support/identity-endpoint.ts';
import { openTokenIssuer, signedToken, type TokenIssuer } from '../support/token-issuer.ts';
import { idOf, kim, lee, tenant } from './people.ts';

const appId = randomUUID();

describe('the whole bot with an identity', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-access-'));
  let issuer: TokenIssuer;
  let tokens: IdentityEndpoint;
  let connector: Connector;
  let userRole = 'user';
  /** How many of the next messages Teams refuses with 401. */
  let refusals = 0;
  let app: App | undefined;
  let url: string;

  before(async () => {
    issuer = await openTokenIssuer();
    tokens = await identityOfThisProcess();
    Object.assign(process.env, tokens.env);
    const entryOf = (id: string) => ({ id, userRole, objectId: id.slice(3), tenantId: tenant });
    connector = await openConnector(() => (refusals-- > 0 ? 401 : 201), undefined, entryOf);
  });

  afterEach(async () => {
    await app?.close();
    app = undefined;
  });

  after(async () => {
    for (const end of [connector, issuer]) await end.close();
    for (const name of Object.keys(tokens.env)) delete process.env[name];
    rmSync(dataDir, { recursive: true });
  });

  async function start(
    env: Readonly<Record<string, string>> = {},
    { fetchToken, admitted }: { fetchToken?: FetchToken; admitted?: () => void } = {},
  ): Promise<void> {
    const config = readConfig({
      PORT: '0',
      HOST: '127.0.0.1',
      BOT_ID: appId,
      BOT_TYPE: 'UserAssignedMsi',
      BOT_TENANT_ID: tenant,
      AVEPOINT_GRAPH_URL: 'http://127.0.0.1:9',
      AVEPOINT_CLIENT_ID: 'x',
      AVEPOINT_CLIENT_SECRET: 'x',
      DATA_DIR: dataDir,
      ...env,
    });
    const { openIdUrl } = issuer;
    const isService = (address: string) => {
      admitted?.();
      return address === connector.serviceUrl;
    };
    app = await createApp(config, {
      log: recordingLog(),
      cloud: { issuer: issuer.issuer, openIdUrl, isService },
      ...(fetchToken && { fetchToken }),
    });
    url = await app.listen();
  }

  /** Returns the answer to `text`. */
  async function saidTo(text: string, objectId: string): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer.issuer, aud: appId, serviceurl: connector.serviceUrl };
    const token = signedToken(issuer.key, { ...claims, nbf: now - 60, exp: now + 600 });
    await fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(
        messageActivity(connector.serviceUrl, text, {
          from: { id: `29:${objectId}`, name: 'Kim', aadObjectId: objectId },
          conversation: { id: 'a:personal', conversationType: 'personal', tenantId: tenant },
        }),
      ),
    });
    return JSON.stringify(connector.sent.at(-1)?.activity);
  }

  it('the bot with an identity takes a member for an operator and refuses a guest if no list is set', async () => {
    await start();
    userRole = 'user';
    assert.match(await saidTo('my role', kim), /You’re an operator/);
    userRole = 'guest';
    assert.match(await saidTo('my role', lee), /I can’t answer guests/);
  });

  it('the bot with an identity fetches its token and the keys of the channel when it starts, before the first question', async () => {
    const asked = issuer.asked();
    let fetched = 0;
    const fetchToken = async () => {
      fetched += 1;
      return { value: 'planted', expiresAt: Date.now() + 3_600_000 };
    };
    await start({}, { fetchToken });
    while (issuer.asked() < asked + 2) await new Promise(resolve => setImmediate(resolve));
    assert.equal(fetched, 1);
    userRole = 'user';
    assert.match(await saidTo('my role', kim), /You’re an operator/);
    assert.deepEqual([fetched, issuer.asked() - asked], [1, 2]);
  });

  it('the bot with an identity does not refuse the first person while its token is on its way: reading the roster waits for it', async () => {
    let give = () => {};
    const given = new Promise<void>(resolve => {
      give = resolve;
    });
    const fetchToken = async () => {
      await given;
      return { value: 'planted', expiresAt: Date.now() + 3_600_000 };
    };
    await start({}, { fetchToken, admitted: () => setTimeout(give, 50) });
    userRole = 'user';
    assert.match(await saidTo('my role', kim), /You’re an operator/);
  });

  it('the bot with an identity answers with a fresh token if Teams refuses the one it had', async () => {
    let fetched = 0;
    const fetchToken = async () => ({ value: `token-${++fetched}`, expiresAt: Date.now() + 3_600_000 });
    await start({}, { fetchToken });
    userRole = 'user';
    await saidTo('my role', kim);
    refusals = 1;
    assert.match(await saidTo('my role', kim), /You’re an operator/);
    assert.deepEqual(connector.authorizations.slice(-2), ['Bearer token-1', 'Bearer token-2']);
  });

  it('the bot with an identity reads its lists, and counts the requests to AvePoint of each person', async () => {
    const simulator = createSimulator({ history: false });
    const { url: api, close } = await simulator.listen(0);
    await start({
      ADMIN_USER_IDS: kim,
      VIEWER_USER_IDS: '*',
      ASKS_PER_USER_PER_MINUTE: '1',
      AVEPOINT_GRAPH_URL: api,
      AVEPOINT_TOKEN_URL: `${api}/connect/token`,
      AVEPOINT_CLIENT_ID: simulatedClient.id,
      AVEPOINT_CLIENT_SECRET: simulatedClient.secret,
    });
    userRole = 'user';
    assert.match(await saidTo('my role', kim), /You’re an admin/);
    assert.match(await saidTo('roles', kim), /Every member of the organisation/);
    const other = idOf(5);
    assert.match(await saidTo('digest daily at 08:00', other), /Ask Kim\./);
    await saidTo('failed backups', other);
    assert.match(await saidTo('failed backups', other), /Your limit is 1 AvePoint request a minute/);
    await app?.close();
    app = undefined;
    await close();
  });
});
