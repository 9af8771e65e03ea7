import assert from 'node:assert/strict';
import { createPrivateKey, sign } from 'node:crypto';
import { jobsScope, simulatedClient } from '../../simulator/tokens.ts';
import { type MadeCertificate, makeCertificate } from '../support/certificates.ts';
import { type Asked, asking } from './ask.ts';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('the simulator’s token endpoint', () => {
  let own: MadeCertificate;
  let other: MadeCertificate;
  let at: number;
  let now: number;
  before(() => {
    own = makeCertificate();
    other = makeCertificate();
    // A minute from now, in milliseconds and seconds: the certificates are valid by then.
    at = Math.ceil(Date.now() / 1000) * 1000 + 60_000;
    now = at / 1000;
  });
  after(() => {
    own.remove();
    other.remove();
  });

  interface Changes {
    readonly header?: object;
    readonly claims?: object;
    readonly key?: MadeCertificate;
    readonly form?: Record<string, string>;
  }

  async function ask({ url }: Asked, { header = {}, claims = {}, key = own, form = {} }: Changes = {}) {
    const x5t = Buffer.from(own.thumbprint, 'hex').toString('base64url');
    const head = part({ alg: 'RS256', typ: 'JWT', x5t, ...header });
    const said = { iss: simulatedClient.id, sub: simulatedClient.id, aud: `${url}/connect/token` };
    const body = part({ ...said, jti: crypto.randomUUID(), iat: now, exp: now + 600, ...claims });
    const signature = sign('sha256', Buffer.from(`${head}.${body}`), createPrivateKey(key.privateKeyPem));
    const answer = await fetch(`${url}/connect/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        scope: jobsScope,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: `${head}.${body}.${signature.toString('base64url')}`,
        ...form,
      }),
    });
    const { error } = (await answer.json()) as { error?: string };
    return error ?? answer.status;
  }

  const withOwn = (use: (asked: Asked) => Promise<void>) =>
    asking({ now: () => at }, async asked => {
      asked.simulator.registerCertificate(own.certificatePem);
      await use(asked);
    });

  it('the simulator’s token endpoint grants a token for an assertion that is signed with its key', () =>
    withOwn(async asked => {
      assert.equal(await ask(asked), 200);
      assert.equal(await ask(asked, { claims: { exp: now + 3600 } }), 200);
    }));

  it('the simulator’s token endpoint takes no assertion twice', () =>
    withOwn(async asked => {
      assert.equal(await ask(asked, { claims: { jti: 'once' } }), 200);
      assert.equal(await ask(asked, { claims: { jti: 'once' } }), 'invalid_client');
    }));

  it('the simulator’s token endpoint refuses a certificate that has expired', () =>
    asking({ now: () => at + 3 * 86_400_000 }, async asked => {
      asked.simulator.registerCertificate(own.certificatePem);
      assert.equal(await ask(asked, { claims: { exp: now + 3 * 86_400 + 600 } }), 'invalid_client');
    }));

  it('the simulator’s token endpoint grants no token if no certificate is registered', () =>
    asking({ now: () => at }, async asked => assert.equal(await ask(asked), 'invalid_client')));

  const wrong: Record<string, () => Changes> = {
    'signed with another key': () => ({ key: other }),
    'naming another certificate': () => ({
      key: other,
      header: { x5t: Buffer.from(other.thumbprint, 'hex').toString('base64url') },
    }),
    'naming no certificate': () => ({ header: { x5t: undefined } }),
    'of another algorithm': () => ({ header: { alg: 'HS256' } }),
    'for another address': () => ({ claims: { aud: 'https://identity.example/connect/token' } }),
    'of another client': () => ({ claims: { iss: 'other' } }),
    'about another client': () => ({ claims: { sub: 'other' } }),
    'without an id': () => ({ claims: { jti: undefined } }),
    'that has expired': () => ({ claims: { exp: now } }),
    'that never expires': () => ({ claims: { exp: undefined } }),
    'that lives for more than an hour': () => ({ claims: { exp: now + 3601 } }),
    'from the future': () => ({ claims: { iat: now + 301 } }),
    'beside a secret': () => ({ form: { client_secret: simulatedClient.secret } }),
    'of an unnamed type': () => ({ form: { client_assertion_type: '' } }),
    'that is none': () => ({ form: { client_assertion: 'a.b' } }),
  };
  for (const [what, changes] of Object.entries(wrong))
    it(`the simulator’s token endpoint refuses an assertion ${what} with invalid_client`, () =>
      withOwn(async asked => assert.equal(await ask(asked, changes()), 'invalid_client')));

  it('the simulator’s token endpoint gets its certificate over HTTP, and refuses an invalid one', () =>
    asking({ now: () => at }, async asked => {
      const register = (pem: string) =>
        fetch(`${asked.url}/_certificates`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ pem }),
        });
      assert.equal((await register('nothing')).status, 400);
      assert.equal((await register(own.certificatePem)).status, 200);
      assert.equal(await ask(asked), 200);
    }));
});
