import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Azurite, startAzurite } from '../support/azurite.ts';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token as Azure's identity service gives to a managed identity; its signature isn't checked here. */
function tokenFor(audience: string): string {
  const now = Math.floor(Date.now() / 1_000);
  const issuer = 'https://sts.windows.net/11111111-2222-3333-4444-555555555555/';
  const claims = { aud: audience, iss: issuer, iat: now - 60, nbf: now - 60, exp: now + 3_600 };
  return `${part({ typ: 'JWT', alg: 'RS256' })}.${part(claims)}.c2lnbmF0dXJl`;
}

describe('the store in Azure Tables, reached with the machine’s own identity', () => {
  const folder = mkdtempSync(join(tmpdir(), 'backup-watch-identity-'));
  const tls = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  const asked: string[] = [];
  let azurite: Azurite;
  let identity: Server;
  let audience = 'https://storage.azure.com';

  before(async function () {
    this.timeout(30_000);
    const names = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const files = ['-keyout', tls.key, '-out', tls.cert, '-days', '2', '-nodes'];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', ...files, ...names], { stdio: 'ignore' });
    azurite = await startAzurite(tls);
    identity = createServer((req, res) => {
      asked.push(`${req.url}`);
      const expires_on = `${Math.floor(Date.now() / 1_000) + 3_600}`;
      const answer = {
        access_token: tokenFor(audience),
        expires_on,
        resource: audience,
        token_type: 'Bearer',
      };
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify(answer));
    });
    await new Promise<void>(resolve => identity.listen(0, '127.0.0.1', resolve));
  });

  after(() => {
    azurite.stop();
    identity.close();
    rmSync(folder, { recursive: true });
  });

  async function run(): Promise<{ code: number | null; output: string }> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'test/store/fixtures/identity.ts'], {
      env: {
        PATH: process.env.PATH,
        NODE_EXTRA_CA_CERTS: tls.cert,
        IDENTITY_ENDPOINT: `http://127.0.0.1:${(identity.address() as AddressInfo).port}/msi/token`,
        IDENTITY_HEADER: 'header',
        STORE_URL: azurite.url,
        MANAGED_IDENTITY: 'identity-1',
      },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += chunk));
    const code = await new Promise<number | null>(resolve => child.once('close', resolve));
    return { code, output };
  }

  it('the Azure store writes and reads a record, with a storage token of the named identity', async function () {
    this.timeout(30_000);
    const { code, output } = await run();
    assert.deepEqual([code, output.trim()], [0, 'kept']);
    assert.ok(
      asked.some(url => /storage\.azure\.com.*client_id=identity-1/.test(url)),
      asked.join(),
    );
  });

  it('the Azure store reports a refusal if the token is for something else, without showing it', async function () {
    this.timeout(30_000);
    audience = 'https://vault.azure.net';
    const { code, output } = await run();
    assert.notEqual(code, 0);
    assert.match(output, /STORE_URL may not be used by this identity \(status 40[13]\)/);
    assert.ok(!output.includes('c2lnbmF0dXJl'));
  });
});
