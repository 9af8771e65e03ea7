import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { root } from '../../scripts/root.ts';
import { createSimulator, type Simulator } from '../../simulator/simulator.ts';
import { simulatedClient } from '../../simulator/tokens.ts';
import { packageFolder } from '../checks/support/checking.ts';
import { messageActivity } from '../support/activities.ts';
import { type Azurite, startAzurite } from '../support/azurite.ts';
import { type MadeCertificate, makeCertificate } from '../support/certificates.ts';
import { openConnector } from '../support/connector.ts';
import { freePorts } from '../support/free-ports.ts';
import { type IdentityEndpoint, openIdentityEndpoint } from '../support/identity-endpoint.ts';
import { forwardTo, type Outside, openOutside } from '../support/outside.ts';

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const account = 'devstoreaccount1';
const tables = 'tables.example';
const vault = 'test.vault.azure.net';
const entra = 'login.microsoftonline.com';
const tenantId = '11111111-2222-4333-8444-555566667777';
const botId = 'a0b9c3d4-1111-4222-8333-444455556666';
const [user, password] = ['kim', 'planted-proxy-password'];

/** Each is a process of its own: certificate authorities and proxies are taken from the environment at its start. */
describe('a machine behind a TLS-inspecting proxy', function () {
  this.timeout(60_000);
  let simulator: Simulator;
  let stopSimulator: () => Promise<void>;
  let azurite: Azurite;
  let identity: IdentityEndpoint;
  let certificate: MadeCertificate;
  let outside: Outside;
  let folder: string;
  let env: Record<string, string>;
  const signing = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const beats: string[] = [];
  const ending: (() => unknown)[] = [];
  let vaultAsked = 0;

  before(async () => {
    simulator = createSimulator({ history: false });
    const listening = await simulator.listen(0);
    stopSimulator = listening.close;
    identity = await openIdentityEndpoint(() => 'planted-token');
    certificate = makeCertificate();
    const avePoint = forwardTo(listening.url);
    outside = await openOutside(
      {
        'graph.example': avePoint,
        'identity.example': avePoint,
        'beat.example': (req, res) => {
          beats.push(req.url ?? '');
          res.end();
        },
        [vault]: (req, res) => {
          vaultAsked += 1;
          const bearer = `Bearer authorization="https://${entra}/${tenantId}", resource="https://vault.azure.net"`;
          if (req.headers.authorization === undefined) res.setHeader('www-authenticate', bearer);
          res.writeHead(req.headers.authorization === undefined ? 401 : 404, {
            'content-type': 'application/json',
          });
          res.end('{"error":{"code":"SecretNotFound"}}');
        },
        'login.botframework.com': (req, res) => {
          const published = { ...signing.publicKey.export({ format: 'jwk' }), kid: 'k', use: 'sig' };
          const body =
            req.url === '/keys'
              ? { keys: [{ ...published, endorsements: ['msteams'] }] }
              : { issuer: 'https://api.botframework.com', jwks_uri: 'https://login.botframework.com/keys' };
          res.setHeader('content-type', 'application/json');
          res.end(JSON.stringify(body));
        },
        [entra]: (req, res) => {
          const at = `https://${entra}/${tenantId}`;
          res.setHeader('content-type', 'application/json');
          res.end(
            JSON.stringify(
              req.method === 'POST'
                ? { token_type: 'Bearer', expires_in: 3_600, access_token: 'planted-token' }
                : {
                    issuer: `${at}/v2.0`,
                    authorization_endpoint: `${at}/oauth2/v2.0/authorize`,
                    token_endpoint: `${at}/oauth2/v2.0/token`,
                    tenant_discovery_endpoint: `${at}/v2.0/.well-known/openid-configuration`,
                    metadata: [],
                  },
            ),
          );
        },
      },
      {
        credentials: `${user}:${password}`,
        names: [tables],
        async ports({ files }) {
          azurite = await startAzurite(files);
          return { [`${tables}:443`]: Number(new URL(azurite.url).port) };
        },
      },
    );
    folder = packageFolder();
    const key = /AccountKey=[^;]+/.exec(azurite.connectionString)?.[0];
    env = {
      ...outside.env,
      HTTPS_PROXY: outside.proxy.url.replace('//', `//${user}:${password}@`),
      AVEPOINT_GRAPH_URL: 'https://graph.example',
      AVEPOINT_TOKEN_URL: 'https://identity.example/connect/token',
      AVEPOINT_CLIENT_ID: simulatedClient.id,
      AVEPOINT_CLIENT_SECRET: simulatedClient.secret,
      AVEPOINT_JOBS_API: 'cloudbackupjobs',
      STORE_URL: `DefaultEndpointsProtocol=https;AccountName=${account};${key};TableEndpoint=https://${tables}/${account}`,
      KEY_VAULT_URL: `https://${vault}`,
      HEARTBEAT_URL: 'https://beat.example/planted-beat',
      ...identity.env,
    };
  });
  after(async () => {
    for (const end of ending) await end();
    azurite.stop();
    await outside.close();
    await identity.close();
    await stopSimulator();
    certificate.remove();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    outside.proxy.asked.length = 0;
  });

  const start = (entry: string, changes: Readonly<Record<string, string | undefined>>): ChildProcess =>
    spawn(process.execPath, ['--import', tsx, fileURLToPath(new URL(`src/${entry}.ts`, root))], {
      cwd: folder,
      env: { PATH: process.env.PATH, ...env, ...changes },
    });

  /** What it prints until it ends; or until `text` is in it. */
  const printed = (child: ChildProcess, text?: string): Promise<string> =>
    new Promise(resolve => {
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', chunk => {
          output += chunk;
          if (text !== undefined && output.includes(text)) resolve(output);
        });
      child.once('close', () => resolve(output));
    });
  const checked = async (changes: Readonly<Record<string, string | undefined>> = {}) => {
    const bot = { BOT_ID: botId, BOT_TYPE: 'SingleTenant', BOT_TENANT_ID: tenantId };
    const output = await printed(
      start('cli/check', { ...bot, BOT_CERTIFICATE_PATH: join(folder, '..', 'none'), ...changes }),
    );
    for (const secret of [password, 'planted-beat', 'planted-token'])
      assert.ok(!output.includes(secret), secret);
    return output.replace(/\s+/g, ' ');
  };
  /** PEM of both, as one file has them. */
  const ownCertificate = () => ({
    BOT_CERTIFICATE_PATH: undefined,
    BOT_CERTIFICATE: `${certificate.certificatePem}${certificate.privateKeyPem}`,
  });

  it('the bot’s questions, store and heartbeat go through the proxy, and its log has no password', async () => {
    const connector = await openConnector();
    const [port] = await freePorts(1);
    const bot = start('index', { PORT: `${port}`, LOG_LEVEL: 'debug' });
    ending.push(
      () => void bot.kill('SIGKILL'),
      () => connector.close(),
    );
    const output = printed(bot);
    const begun = await printed(bot, 'listening');
    assert.ok(begun.includes('listening'), begun);
    const response = await fetch(`http://127.0.0.1:${port}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(messageActivity(connector.serviceUrl, 'running backups')),
    });
    assert.equal(response.status, 200);
    assert.match(JSON.stringify(connector.sent.at(-1)?.activity), /running/i);
    for (let waits = 0; beats.length === 0 && waits < 600; waits += 1) await sleep(50);
    bot.kill('SIGTERM');
    const log = await output;
    for (const host of ['graph.example', 'identity.example', 'beat.example', tables, vault])
      assert.ok(outside.tunnels(host) > 0, host);
    assert.ok(vaultAsked > 0);
    assert.ok(identity.asked.length > 0, 'a managed identity is asked directly');
    assert.deepEqual(outside.proxy.plain, [], 'nothing on this machine is asked through the proxy');
    for (const secret of [password, Buffer.from(`${user}:${password}`).toString('base64')])
      assert.ok(!log.includes(secret));
  });

  it('npm run check reports which proxy leads where, and that all of it works', async () => {
    const output = await checked(ownCertificate());
    assert.match(
      output,
      new RegExp(
        `proxy: 127\\.0\\.0\\.1:${outside.proxy.port} \\(HTTPS_PROXY\\) for graph\\.example, identity\\.example`,
      ),
    );
    assert.match(output, /ok token: given for/);
    assert.match(output, /ok store: the tables at STORE_URL: written, read and removed a record/);
    assert.match(output, new RegExp(`ok bot token: given to ${botId}`));
    assert.match(output, /ok signing keys: 1 fetched from login\.botframework\.com, 1 endorsed for Teams/);
    assert.ok(outside.tunnels(entra) > 0);
  });

  it('npm run check reports what to set if the authority of the certificates is unknown', async () => {
    const output = await checked({
      ...ownCertificate(),
      NODE_EXTRA_CA_CERTS: undefined,
      KEY_VAULT_URL: undefined,
    });
    for (const what of [
      'token service: the TLS certificate of identity.example is not trusted (',
      'data centre: the TLS certificate of graph.example is not trusted (',
      'The TLS certificate of the tables at STORE_URL is not trusted (',
      'bot token: login.microsoftonline.com does not answer (network_error)',
    ])
      assert.ok(output.includes(what), `${what}: ${output}`);
    assert.equal(output.match(/set NODE_EXTRA_CA_CERTS to the file/g)?.length, 4, output);
  });

  it('npm run check reports if the proxy wants another password', async () => {
    const HTTPS_PROXY = outside.proxy.url.replace('//', `//${user}:wrong-${password}@`);
    const output = await checked({ ...ownCertificate(), HTTPS_PROXY, KEY_VAULT_URL: undefined });
    assert.match(
      output,
      /no connection to identity\.example: the proxy 127\.0\.0\.1:\d+ wants another user name and password/,
    );
    assert.match(
      output,
      /signing keys: not fetched from login\.botframework\.com: the proxy [\d.:]+ wants another/,
    );
    assert.match(
      output,
      /The proxy on the way to the tables at STORE_URL wants another user name and password/,
    );
  });
});
