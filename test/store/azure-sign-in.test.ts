import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type AzureSignIn, AzureSignInError, createAzureCredential } from '../../src/store/azure-sign-in.ts';
import { tableError } from '../../src/store/azure-table-client.ts';
import {
  type IdentityEndpoint,
  identityOfThisProcess,
  tokensOfThisProcess,
  withEnv,
} from '../support/identity-endpoint.ts';

/** Azure's library caches tokens by resource and identity, so each test has a resource of its own. */
const resource = (name: string) => `https://${name}.example`;
const managedIdentity = 'planted-client-id';
/** What another credential of a default chain would use. */
const ofAnother = {
  AZURE_CLIENT_ID: 'planted-other-id',
  AZURE_TENANT_ID: '11111111-2222-3333-4444-555555555555',
  AZURE_CLIENT_SECRET: 'planted-other-secret',
};

describe('signing in to Azure', () => {
  const folder = mkdtempSync(join(tmpdir(), 'backup-watch-az-'));
  let identity: IdentityEndpoint;

  before(async () => {
    identity = await identityOfThisProcess();
    const answer = '{"accessToken":"token-of-az","expires_on":4102444800,"tokenType":"Bearer"}';
    writeFileSync(join(folder, 'az'), `#!/bin/sh\necho '${answer}'\n`, { mode: 0o755 });
  });
  after(() => rmSync(folder, { recursive: true }));

  const tokenFor = (name: string, signIn: AzureSignIn, env: Record<string, string> = {}, limitMs = 2_000) =>
    withEnv({ ...identity.env, ...ofAnother, ...env }, async () => {
      const token = await createAzureCredential(signIn, limitMs).getToken(`${resource(name)}/.default`);
      return token?.token;
    });
  async function complaintOf(...asked: Parameters<typeof tokenFor>): Promise<string> {
    const error: unknown = await tokenFor(...asked).then(
      () => assert.fail('a token came'),
      error => error,
    );
    assert.ok(error instanceof AzureSignInError, String(error));
    assert.doesNotMatch(error.message, /planted|127\.0\.0\.1/);
    return error.message;
  }

  it('signing in uses exactly the named managed identity, whatever else the machine has', async () => {
    tokensOfThisProcess.set(resource('named'), 'token-1');
    assert.equal(await tokenFor('named', { managedIdentity }), 'token-1');
    assert.equal(identity.asked.at(-1)?.get('client_id'), managedIdentity);
  });

  it('signing in uses the machine’s own managed identity if none is named', async () => {
    tokensOfThisProcess.set(resource('own'), 'token-2');
    assert.equal(await tokenFor('own', {}), 'token-2');
    assert.equal(identity.asked.at(-1)?.get('client_id'), null);
  });

  it('signing in tries no other identity if the named one gets no token, names it and says what to do', async () => {
    const before = identity.asked.length;
    assert.equal(
      await complaintOf('refused', { managedIdentity }, { PATH: `${folder}${delimiter}${process.env.PATH}` }),
      'The managed identity that AZURE_CLIENT_ID names, or else BOT_ID, gave no token: assign it to this machine, or name ' +
        'one that is, with AZURE_CLIENT_ID. Outside Azure there is none: sign in with "az login" and set ' +
        'AZURE_TOKEN_CREDENTIALS=dev.',
    );
    assert.ok(identity.asked.slice(before).every(asked => asked.get('client_id') === managedIdentity));
    assert.match(
      await complaintOf('refused', {}),
      /^This machine’s own \(system-assigned\) managed identity/,
    );
  });

  it('signing in gives up if the identity endpoint doesn’t answer within the limit', async () => {
    let answer = (_token: string) => {};
    const late = new Promise<string>(resolve => {
      answer = resolve;
    });
    tokensOfThisProcess.set(resource('silent'), late);
    const startedAt = performance.now();
    assert.match(
      await complaintOf('silent', { managedIdentity }, {}, 50),
      /gave no token within 0\.05 s: assign it/,
    );
    assert.ok(performance.now() - startedAt < 1_000);
    answer('too late');
  });

  it('signing in uses a developer’s own credentials if AZURE_TOKEN_CREDENTIALS names them', async () => {
    const env = {
      AZURE_TOKEN_CREDENTIALS: 'AzureCliCredential',
      PATH: `${folder}${delimiter}${process.env.PATH}`,
    };
    const signIn = { managedIdentity, tokenCredentials: 'AzureCliCredential' };
    const before = identity.asked.length;
    assert.equal(await tokenFor('developer', signIn, env), 'token-of-az');
    assert.equal(identity.asked.length, before, 'no managed identity is asked');
    assert.match(
      await complaintOf('developer', signIn, { ...env, PATH: '/nowhere' }),
      /^The credentials that AZURE_TOKEN_CREDENTIALS names gave no token: sign in with them/,
    );
  });

  it('a failed sign-in differs from tables that refuse: the store’s error says that there is no token', () => {
    const { code, message } = tableError(new AzureSignInError('It gave no token.'));
    assert.deepEqual(
      [code, message],
      ['unavailable', 'No token for the tables at STORE_URL. It gave no token.'],
    );
  });
});
