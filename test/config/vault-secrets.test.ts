import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { openKeyVaultWith } from '../../src/config/key-vault.ts';
import { withVaultSecrets } from '../../src/config/vault-secrets.ts';
import { ConfigError, readConfig } from '../../src/config.ts';
import { type MadeCertificate, makeCertificate } from '../support/certificates.ts';
import {
  type IdentityEndpoint,
  identityOfThisProcess,
  tokensOfThisProcess,
  vaultToken,
  withEnv,
} from '../support/identity-endpoint.ts';
import { settingsRead } from '../support/settings-read.ts';

interface Kept {
  readonly value?: string;
  readonly expiresAt?: number;
  /** The vault answers with this status instead. */
  readonly status?: number;
  readonly inner?: string;
}

const avePoint = { AVEPOINT_GRAPH_URL: 'https://graph.example.com', AVEPOINT_CLIENT_ID: 'id' };
const bot = {
  BOT_ID: 'bot-id',
  BOT_TYPE: 'SingleTenant',
  BOT_TENANT_ID: '11111111-2222-3333-4444-555555555555',
};
describe('secrets in an Azure Key Vault', () => {
  let tls: MadeCertificate;
  let vault: Server;
  let identity: IdentityEndpoint;
  let url: string;
  let isSilent = false;
  let kept: Record<string, Kept> = {};
  const asked: string[] = [];

  before(async () => {
    tls = makeCertificate();
    identity = await identityOfThisProcess();
    vault = createServer({ cert: tls.certificatePem, key: tls.privateKeyPem }, (req, res) => {
      if (isSilent) return;
      const send = (status: number, body: object) => {
        res.writeHead(status, { 'content-type': 'application/json' });
        res.end(JSON.stringify(body));
      };
      if (req.headers.authorization !== `Bearer ${vaultToken}`) {
        const tenant =
          'authorization="https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555"';
        res.setHeader('www-authenticate', `Bearer ${tenant}, resource="https://vault.azure.net"`);
        return send(401, { error: { code: 'Unauthorized', message: 'no token' } });
      }
      const name = /^\/secrets\/([^/?]+)/.exec(req.url ?? '')?.[1] ?? '';
      asked.push(name);
      const { value, expiresAt, status = 200, inner } = kept[name] ?? { status: 404 };
      if (status !== 200)
        return send(status, {
          error: { code: 'No', message: `planted: ${name}`, ...(inner && { innererror: { code: inner } }) },
        });
      const attributes = { enabled: true, ...(expiresAt && { exp: expiresAt / 1000 }) };
      send(200, { value, id: `${url}/secrets/${name}/1`, attributes });
    });
    await new Promise<void>(resolve => vault.listen(0, '127.0.0.1', resolve));
    url = `https://127.0.0.1:${(vault.address() as AddressInfo).port}`;
  });

  after(() => {
    vault.close();
    vault.closeAllConnections();
    tls.remove();
  });

  beforeEach(() => {
    kept = {};
    asked.length = 0;
    isSilent = false;
  });

  /** The real clients of Azure, which trust this vault's certificate and make one attempt. */
  const openVault = (withinMs?: number) =>
    openKeyVaultWith(
      {
        disableChallengeResourceVerification: true,
        retryOptions: { maxRetries: 0 },
        additionalPolicies: [
          {
            policy: {
              name: 'trusting',
              sendRequest: (request, next) => {
                request.tlsSettings = { ca: tls.certificatePem };
                return next(request);
              },
            },
            position: 'perCall',
          },
        ],
      },
      withinMs,
    );
  const find = (env: Record<string, string>, withinMs?: number) =>
    withEnv(identity.env, () =>
      withVaultSecrets({ ...avePoint, KEY_VAULT_URL: url, ...env }, openVault(withinMs)),
    );
  async function complaintOf(env: Record<string, string>, withinMs?: number): Promise<string> {
    const error: unknown = await find(env, withinMs).then(
      () => undefined,
      error => error,
    );
    assert.ok(error instanceof ConfigError, String(error));
    assert.equal(error.problems.length, 1);
    assert.doesNotMatch(error.message, /planted/);
    return error.problems[0] ?? '';
  }

  it('Key Vault secrets are found under their names with dashes, by the machine’s own identity', async () => {
    kept = {
      'AVEPOINT-CLIENT-SECRET': { value: 'from-vault-1' },
      'BOT-PASSWORD': { value: 'from-vault-2' },
      'METRICS-TOKEN': { value: 'from-vault-3-long-enough' },
      'STORE-URL': { value: 'AccountName=x;AccountKey=from-vault-4' },
      'HEARTBEAT-URL': { value: 'https://beats.example/from-vault-5' },
    };
    const { env, expiries } = await find(bot);
    const config = readConfig(env, { expiries });
    assert.deepEqual(config.avePoint.credential, { secret: 'from-vault-1' });
    assert.deepEqual(config.identity?.credential, { secret: 'from-vault-2' });
    assert.equal(config.metricsToken, 'from-vault-3-long-enough');
    assert.equal(config.store.storeUrl, 'AccountName=x;AccountKey=from-vault-4');
    assert.equal(config.heartbeatUrl, 'https://beats.example/from-vault-5');
    assert.deepEqual(config.expiries, []);
  });

  it('Key Vault secrets can be all that settings have, so that none has to be in the environment', async () => {
    const own = { ...avePoint, ...bot, KEY_VAULT_URL: url };
    const read: string[] = [];
    await withVaultSecrets(own, () => async name => {
      read.push(name.replaceAll('-', '_'));
      return undefined;
    });
    const isSecret = /(SECRET|PASSWORD|TOKEN|CERTIFICATE|_KEY)$|^(STORE|HEARTBEAT)_URL$/;
    // CLIENT_SECRET is the toolkit's other name for BOT_PASSWORD.
    const known = [...(await settingsRead(own))].filter(
      name => isSecret.test(name) && name !== 'CLIENT_SECRET',
    );
    assert.deepEqual(read.toSorted(), known.toSorted());
  });

  it('Key Vault secrets may be certificates, as a vault returns them: PKCS#12 in base64, or PEM', async () => {
    kept = {
      'AVEPOINT-CERTIFICATE': {
        value: readFileSync(tls.files.pfx).toString('base64'),
        expiresAt: tls.expiresAt,
      },
      'BOT-CERTIFICATE': { value: `${tls.privateKeyPem}${tls.certificatePem}` },
    };
    const { env, expiries } = await find(bot);
    const config = readConfig(env, { expiries });
    for (const credential of [config.avePoint.credential, config.identity?.credential])
      assert.equal(
        credential && 'certificate' in credential && credential.certificate.thumbprint,
        tls.thumbprint,
      );
    assert.deepEqual(
      config.expiries.map(({ credential }) => credential),
      ['avePointCertificate', 'botCertificate'],
    );
  });

  it('Key Vault secrets are known to expire if the vault says so', async () => {
    const at = Date.UTC(2030, 0, 1);
    kept = { 'AVEPOINT-CLIENT-SECRET': { value: 'x', expiresAt: at }, 'BOT-PASSWORD': { value: 'y' } };
    const { env, expiries } = await find(bot);
    assert.deepEqual(readConfig(env, { expiries }).expiries, [{ credential: 'avePointSecret', at }]);
  });

  it('Key Vault secrets are overridden by the environment, and not even asked for then', async () => {
    kept = { 'AVEPOINT-CLIENT-SECRET': { value: 'vault' }, 'BOT-PASSWORD': { value: 'vault' } };
    const env = { ...bot, AVEPOINT_CERTIFICATE_PATH: 'own.pfx', CLIENT_SECRET: 'own', METRICS_TOKEN: ' ' };
    const found = await find(env);
    assert.deepEqual(found.env, { ...avePoint, KEY_VAULT_URL: url, ...env });
    assert.deepEqual(asked.toSorted(), [
      'AVEPOINT-CERTIFICATE-PASSWORD',
      'BOT-CERTIFICATE-PASSWORD',
      'HEARTBEAT-URL',
      'METRICS-TOKEN',
      'STORE-URL',
    ]);
  });

  it('Key Vault secrets do not include the bot’s secret if it has a managed identity, or no identity', async () => {
    kept = { 'BOT-PASSWORD': { value: 'left over' } };
    assert.equal((await find({ ...bot, BOT_TYPE: 'UserAssignedMsi' })).env.BOT_PASSWORD, undefined);
    assert.equal((await find({})).env.BOT_PASSWORD, undefined);
  });

  it('Key Vault secrets include the key of a language model, if one is set', async () => {
    kept = { 'OPENAI-API-KEY': { value: 'from-vault' } };
    const OPENAI_BASE_URL = 'https://models.example/v1';
    assert.equal((await find({ OPENAI_BASE_URL })).env.OPENAI_API_KEY, 'from-vault');
    assert.equal((await find({})).env.OPENAI_API_KEY, undefined);
  });

  it('Key Vault secrets are asked for by the bot’s own managed identity, unless Azure’s own setting names another', async () => {
    const msi = { ...bot, BOT_TYPE: 'UserAssignedMsi' };
    const askedAs = async (env: Record<string, string>) => {
      await find(env);
      return identity.asked.at(-1)?.get('client_id');
    };
    assert.equal(await askedAs(msi), 'bot-id');
    assert.equal(await askedAs({ ...msi, AZURE_CLIENT_ID: 'another' }), 'another');
    assert.equal(await askedAs(bot), null, 'the machine’s own');
    const storeOf = (env: Record<string, string>) =>
      readConfig({ ...avePoint, AVEPOINT_CLIENT_SECRET: 'x', BOT_PASSWORD: '', ...env }).store
        .managedIdentity;
    assert.equal(storeOf(msi), 'bot-id');
    assert.equal(storeOf({ ...msi, AZURE_CLIENT_ID: 'another' }), 'another');
  });

  it('Key Vault secrets are ignored without KEY_VAULT_URL', async () => {
    const open = () => assert.fail('no vault is opened');
    const env = { ...avePoint, KEY_VAULT_URL: '' };
    assert.deepEqual(await withVaultSecrets(env, open), { env, expiries: [] });
  });

  const role = /Give the identity of this machine the role "Key Vault Secrets User"/;

  it('the start fails if the vault refuses, with the role that is missing', async () => {
    kept = { 'STORE-URL': { status: 403, inner: 'ForbiddenByRbac' } };
    const complaint = await complaintOf({});
    assert.match(
      complaint,
      /^KEY_VAULT_URL is of no use: the vault did not give STORE-URL \(403 ForbiddenByRbac\)/,
    );
    assert.match(complaint, role);
    kept = { 'STORE-URL': { status: 403, inner: 'planted: words of a stranger' } };
    assert.match(await complaintOf({}), /\(403\)/);
    kept = { 'STORE-URL': { status: 500 } };
    assert.match(await complaintOf({}), /\(500\)/);
  });

  it('the start fails if this machine gets no token', async () => {
    tokensOfThisProcess.delete('https://vault.azure.net');
    const complaint = await complaintOf({}).finally(() =>
      tokensOfThisProcess.set('https://vault.azure.net', vaultToken),
    );
    assert.match(
      complaint,
      /^KEY_VAULT_URL is of no use: this machine got no token for the vault\. This machine’s own \(system-assigned\) managed identity gave no token: assign it/,
    );
    assert.match(complaint, role);
  });

  it('the start fails if AZURE_TOKEN_CREDENTIALS names no credentials, without repeating its value', async () => {
    const complaint = await complaintOf({ AZURE_TOKEN_CREDENTIALS: 'planted' });
    assert.match(complaint, /^AZURE_TOKEN_CREDENTIALS is wrong: one of dev, prod, AzureCliCredential, /);
  });

  it('the start fails if the vault does not answer in time', async () => {
    isSilent = true;
    const complaint = await complaintOf({}, 50);
    assert.match(
      complaint,
      /^KEY_VAULT_URL is wrong, or the vault cannot be reached from here \(no answer in time\)/,
    );
  });

  it('the start fails if the token for the vault does not come in time', async () => {
    let isThere = false;
    const late = delay(1_500, vaultToken).finally(() => {
      isThere = true;
    });
    tokensOfThisProcess.set('https://vault.azure.net', late);
    const complaint = await complaintOf({}, 1_000).finally(() =>
      tokensOfThisProcess.set('https://vault.azure.net', vaultToken),
    );
    assert.match(
      complaint,
      /This machine’s own \(system-assigned\) managed identity gave no token within 0\.5 s/,
    );
    assert.doesNotMatch(complaint, /the vault cannot be reached/);
    assert.equal(isThere, false);
  });

  it('the start fails if the vault’s address is invalid, or may not be trusted with a token', async () => {
    for (const KEY_VAULT_URL of ['planted', 'http://contoso.vault.azure.net'])
      assert.match(await complaintOf({ KEY_VAULT_URL }), /^KEY_VAULT_URL is wrong: the https address/);
  });

  it('the bot’s start fails with one sentence if no server answers at the vault’s address', async function () {
    this.timeout(30_000);
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/index.ts'], {
      env: { PATH: process.env.PATH, ...avePoint, KEY_VAULT_URL: 'https://127.0.0.1:9' },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += chunk));
    const code = await new Promise<number | null>(resolve => child.once('close', resolve));
    assert.equal(code, 1);
    assert.match(output, /KEY_VAULT_URL is wrong, or the vault cannot be reached from here \(ECONNREFUSED\)/);
    assert.doesNotMatch(output, /AVEPOINT_CLIENT_SECRET|\bat .*\.[tj]s:/);
  });
});
