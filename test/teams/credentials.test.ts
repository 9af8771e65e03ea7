import assert from 'node:assert/strict';
import { createPublicKey, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { AppCredentials } from 'botframework-connector';
import { jwtVerify } from 'jose';
import { createCredentials } from '../../src/teams/credentials.ts';
import { type MadeCertificate, makeCertificate } from '../support/certificates.ts';

const tenantId = '11111111-2222-3333-4444-555555555555';
const scope = 'https://api.botframework.com';

describe('a bot that proves itself by a certificate', () => {
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
      const assertion = form.get('client_assertion') ?? '';
      const { payload } = await jwtVerify(assertion, createPublicKey(own.certificatePem), {
        audience: `${host}/${tenant}/oauth2/v2.0/token`,
        clockTolerance: 1, // whole seconds are rounded upwards, too
      });
      granted.push(`${tenant} ${payload.sub} ${form.get('scope')}`);
      res.end(JSON.stringify({ token_type: 'Bearer', expires_in: 3_600, access_token: 'from-entra' }));
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

  const tokenOf = async (type: 'SingleTenant' | 'MultiTenant', appId: string) => {
    const identity = { type, appId, tenantId, credential: { certificate: own } };
    const trusting = {
      name: 'trusting',
      sendRequest: (request: { tlsSettings?: object }, next: (request: never) => Promise<never>) => {
        request.tlsSettings = { ca: tls.certificatePem };
        return next(request as never);
      },
    };
    const factory = createCredentials(identity, {
      authorityHost: host,
      disableInstanceDiscovery: true,
      additionalPolicies: [{ policy: trusting as never, position: 'perCall' }],
    });
    const credentials = await factory.createCredentials(appId, scope, '', true);
    return (credentials as AppCredentials).getToken();
  };

  it('gets its tokens from its own tenant', async () => {
    const appId = randomUUID();
    assert.equal(await tokenOf('SingleTenant', appId), 'from-entra');
    assert.equal(granted.at(-1), `${tenantId} ${appId} ${scope}/.default`);
  });

  it('gets them from the Bot Framework’s tenant where its registration is an old one for many', async () => {
    const appId = randomUUID();
    assert.equal(await tokenOf('MultiTenant', appId), 'from-entra');
    assert.equal(granted.at(-1)?.split(' ')[0], 'botframework.com');
  });
});
