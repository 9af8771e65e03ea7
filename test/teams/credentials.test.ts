import assert from 'node:assert/strict';
import { createPublicKey, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { jwtVerify } from 'jose';
import { type BotIdentity, createFetchToken } from '../../src/teams/credentials.ts';
import { type MadeCertificate, makeCertificate } from '../support/certificates.ts';
import { identityOfThisProcess, tokensOfThisProcess, withEnv } from '../support/identity-endpoint.ts';

const tenantId = '11111111-2222-3333-4444-555555555555';
const scope = 'https://api.botframework.com';
const secret = 'planted-secret';

describe('credentials of the bot', () => {
  let own: MadeCertificate;
  let tls: MadeCertificate;
  let entra: Server;
  let host: string;
  const granted: string[] = [];

  before(async () => {
    own = makeCertificate();
    tls = makeCertificate();
    // Entra, as far as a client with a certificate sees it.
    entra = createServer({ cert: tls.certificatePem, key: tls.privateKeyPem }, async (req, res) => {
      const path = (req.url ?? '').replace(/[?].*/, '');
      const tenant = path.split('/')[1];
      res.setHeader('content-type', 'application/json');
      if (!path.endsWith('/token')) {
        const address = (name: string) => `${host}/${tenant}/oauth2/v2.0/${name}`;
        const issuer = `${host}/${tenant}/v2.0`;
        res.end(
          JSON.stringify({
            issuer,
            token_endpoint: address('token'),
            authorization_endpoint: address('authorize'),
            jwks_uri: address('keys'),
          }),
        );
        return;
      }
      let body = '';
      for await (const chunk of req) body += chunk;
      const form = new URLSearchParams(body);
      const assertion = form.get('client_assertion');
      if (assertion !== null) {
        const { payload } = await jwtVerify(assertion, createPublicKey(own.certificatePem), {
          audience: `${host}/${tenant}/oauth2/v2.0/token`,
          clockTolerance: 1, // whole seconds are rounded upwards, too
        });
        assert.equal(payload.sub, form.get('client_id'));
      } else assert.equal(form.get('client_secret'), secret);
      granted.push(`${tenant} ${form.get('client_id')} ${form.get('scope')}`);
      res.end(
        JSON.stringify({
          token_type: 'Bearer',
          expires_in: 3_600,
          access_token: `from-entra-${granted.length}`,
        }),
      );
    });
    await new Promise<void>(resolve => entra.listen(0, '127.0.0.1', resolve));
    host = `https://127.0.0.1:${(entra.address() as AddressInfo).port}`;
  });

  after(() => {
    entra.close();
    entra.closeAllConnections();
    own.remove();
    tls.remove();
  });

  const fetchOf = (identity: BotIdentity) => {
    const trusting = {
      name: 'trusting',
      sendRequest: (request: { tlsSettings?: object }, next: (request: never) => Promise<never>) => {
        request.tlsSettings = { ca: tls.certificatePem };
        return next(request as never);
      },
    };
    return createFetchToken(identity, {
      authorityHost: host,
      disableInstanceDiscovery: true,
      additionalPolicies: [{ policy: trusting as never, position: 'perCall' }],
    });
  };
  const byCertificate = () => ({ certificate: own });
  const bySecret = () => ({ secret });

  for (const [what, credential] of [
    ['a certificate', byCertificate],
    ['a secret', bySecret],
  ] as const) {
    it(`the bot gets a token by ${what} from its own tenant`, async () => {
      const appId = randomUUID();
      const fetchToken = fetchOf({ type: 'SingleTenant', appId, tenantId, credential: credential() });
      const { value, expiresAt } = await fetchToken();
      assert.match(value, /^from-entra-/);
      assert.ok(Math.abs(expiresAt - Date.now() - 3_600_000) < 60_000);
      assert.equal(granted.at(-1), `${tenantId} ${appId} ${scope}/.default`);
    });

    it(`the bot gets a token by ${what} from the Bot Framework’s tenant if its registration is an old multi-tenant one`, async () => {
      const appId = randomUUID();
      await fetchOf({ type: 'MultiTenant', appId, tenantId, credential: credential() })();
      assert.equal(granted.at(-1), `botframework.com ${appId} ${scope}/.default`);
    });

    it(`the bot gets a new token by ${what} each time, since the old one may have been refused`, async () => {
      const fetchToken = fetchOf({
        type: 'SingleTenant',
        appId: randomUUID(),
        tenantId,
        credential: credential(),
      });
      const before = granted.length;
      const [first, second] = [await fetchToken(), await fetchToken()];
      assert.notEqual(first.value, second.value);
      assert.equal(granted.length, before + 2);
    });
  }

  it('the bot gets a new token from its managed identity each time, although Azure’s library caches those for the process', async () => {
    const identity = await identityOfThisProcess();
    const usual = tokensOfThisProcess.get(scope);
    try {
      await withEnv(identity.env, async () => {
        const appId = randomUUID();
        const managed = { type: 'UserAssignedMsi', appId, credential: undefined, tenantId } as const;
        const values: string[] = [];
        for (const token of ['first', 'second']) {
          tokensOfThisProcess.set(scope, token);
          // Of two bots in one process, too.
          values.push((await createFetchToken(managed)()).value);
        }
        assert.deepEqual(values, ['first', 'second']);
        assert.equal(identity.asked.at(-1)?.get('client_id'), appId);
        assert.equal(identity.asked.at(-1)?.get('resource'), scope);
      });
    } finally {
      if (usual !== undefined) tokensOfThisProcess.set(scope, usual);
    }
  });
});
