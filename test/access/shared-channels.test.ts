import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type App, createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { channelMessage, personRemoved } from '../fixtures/channel-events.ts';
import { envelope, messageActivity } from '../support/activities.ts';
import { type Connector, memberNotFound, openConnector, type RosterAnswer } from '../support/connector.ts';
import { recordingLog } from '../support/fakes.ts';
import { type IdentityEndpoint, identityOfThisProcess } from '../support/identity-endpoint.ts';
import { createMemoryIndexJournal } from '../support/memory-index-journal.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { openTokenIssuer, signedToken, type TokenIssuer } from '../support/token-issuer.ts';
import { kim, otherTenant, tenant } from './people.ts';

const appId = randomUUID();
const entry = { id: `29:${kim}`, userRole: 'user', objectId: kim, tenantId: tenant };
const roster = 'v3/conversations/19:shared@thread.tacv2/members';

describe('private and shared channels', () => {
  let issuer: TokenIssuer;
  let tokens: IdentityEndpoint;
  let connector: Connector;
  let answer: RosterAnswer;
  let app: App | undefined;
  let url: string;

  before(async () => {
    issuer = await openTokenIssuer();
    tokens = await identityOfThisProcess();
    Object.assign(process.env, tokens.env);
  });

  beforeEach(async () => {
    connector = await openConnector(undefined, undefined, () => answer);
  });

  afterEach(async () => {
    await app?.close();
    await connector.close();
  });

  after(async () => {
    await issuer.close();
    for (const name of Object.keys(tokens.env)) delete process.env[name];
  });

  /** Returns the answer to Kim, who asks for her role in a channel. */
  async function answered(
    where: ReturnType<typeof channelMessage>,
    env: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const config = readConfig({
      PORT: '0',
      HOST: '127.0.0.1',
      BOT_ID: appId,
      BOT_TYPE: 'UserAssignedMsi',
      BOT_TENANT_ID: tenant,
      AVEPOINT_GRAPH_URL: 'http://127.0.0.1:9',
      AVEPOINT_CLIENT_ID: 'x',
      AVEPOINT_CLIENT_SECRET: 'x',
      ...env,
    });
    const { issuer: iss, openIdUrl } = issuer;
    app = await createApp(config, {
      log: recordingLog(),
      store: createMemoryStore(),
      journal: createMemoryIndexJournal({ isShared: false }).open(),
      cloud: { issuer: iss, openIdUrl, isService: address => address === connector.serviceUrl },
    });
    url = await app.listen();
    return ask(where);
  }

  async function post(activity: object): Promise<void> {
    const iss = issuer.issuer;
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss, aud: appId, serviceurl: connector.serviceUrl };
    const token = signedToken(issuer.key, { ...claims, nbf: now - 60, exp: now + 600 });
    const response = await fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(activity),
    });
    assert.equal(response.status, 200);
  }

  async function ask(where: ReturnType<typeof channelMessage>): Promise<string> {
    const from = { id: `29:${kim}`, name: 'Kim', aadObjectId: kim };
    await post(messageActivity(connector.serviceUrl, 'my role', { from, ...where }));
    return JSON.stringify(connector.sent.at(-1)?.activity ?? 'nothing');
  }

  for (const type of ['private', 'shared'] as const)
    it(`a member of a ${type} channel is an operator, by the channel’s own roster`, async () => {
      answer = entry;
      assert.match(await answered(channelMessage(type, { tenantId: tenant })), /You’re an operator/);
      assert.deepEqual(connector.rosterAsked, [`/${roster}/29:${kim}`]);
    });

  it('a user who is in the team but not in its private channel is refused', async () => {
    answer = memberNotFound;
    assert.match(await answered(channelMessage('private', { tenantId: tenant })), /aren’t a member of this/);
    assert.deepEqual(connector.rosterAsked, [`/${roster}/29:${kim}`], 'nor is the team asked');
  });

  it('a user whom Teams reports as removed from a channel is refused there from then on', async () => {
    answer = entry;
    const where = channelMessage('shared', { tenantId: tenant });
    assert.match(await answered(where), /You’re an operator/);
    answer = memberNotFound;
    const { conversation } = where;
    const channelData = { ...where.channelData, ...personRemoved.channelData };
    const membersRemoved = [{ id: `29:${kim}`, aadObjectId: kim }];
    const update = { ...personRemoved, conversation, channelData, membersRemoved };
    await post({ ...envelope(connector.serviceUrl), ...update });
    assert.match(await ask(where), /aren’t a member of this/);
  });

  it('a user of another tenant in a shared channel has that tenant’s access, whatever their role in the channel', async () => {
    answer = { ...entry, tenantId: otherTenant, userRole: 'owner' };
    assert.match(await answered(channelMessage('shared', { tenantId: tenant })), /other organisations/);
  });

  it('a user of another allowed tenant is an operator', async () => {
    answer = { ...entry, tenantId: otherTenant };
    const env = { ALLOWED_TENANT_IDS: `${tenant}, ${otherTenant}` };
    assert.match(await answered(channelMessage('shared', { tenantId: tenant }), env), /You’re an operator/);
  });

  it('a named user of another tenant has their role', async () => {
    answer = { ...entry, tenantId: otherTenant };
    const env = { VIEWER_USER_IDS: kim };
    assert.match(await answered(channelMessage('shared', { tenantId: tenant }), env), /You’re a viewer/);
  });

  it('the bot sends nothing to a shared channel that a team of another tenant hosts', async () => {
    answer = entry;
    const where = channelMessage('shared', { tenantId: tenant, hostTenantId: otherTenant });
    assert.equal(await answered(where), '"nothing"');
    assert.deepEqual(connector.rosterAsked, []);
  });
});
