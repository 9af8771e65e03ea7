import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { createSimulator } from '../../simulator/simulator.ts';
import { simulatedClient } from '../../simulator/tokens.ts';
import { createProof } from '../../src/avepoint/client-credential.ts';
import { type MadeCertificate, makeCertificate } from '../support/certificates.ts';
import { clockOf } from '../support/fakes.ts';
import { aClient } from './support/client.ts';
import { aQuery } from './support/parts.ts';

describe('client certificate at AvePoint', () => {
  let own: MadeCertificate;
  before(() => {
    own = makeCertificate();
  });
  after(() => own.remove());

  it('the client certificate signs what the documentation asks for, by the clock that was passed in, anew each time', async () => {
    const tokenUrl = 'https://identity.example.com/connect/token';
    const now = Date.UTC(2030, 0, 2, 3, 4, 5, 678);
    const prove = createProof(
      { tokenUrl, clientId: 'app id', credential: { certificate: own } },
      clockOf(() => now),
    );
    const fields = await prove();
    assert.deepEqual(Object.keys(fields), ['client_assertion_type', 'client_assertion']);
    assert.equal(fields.client_assertion_type, 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    const read = async (assertion = '') =>
      (await jwtVerify(assertion, createPublicKey(own.certificatePem), { currentDate: new Date(now) }))
        .payload;
    const { jti, ...claims } = await read(fields.client_assertion);
    const seconds = Math.floor(now / 1000);
    assert.deepEqual(claims, {
      iss: 'app id',
      sub: 'app id',
      aud: tokenUrl,
      iat: seconds,
      exp: seconds + 600,
    });
    const { x5t, ...header } = decodeProtectedHeader(fields.client_assertion ?? '');
    assert.deepEqual(header, { alg: 'RS256', typ: 'JWT' });
    assert.equal(Buffer.from(x5t ?? '', 'base64url').toString('hex'), own.thumbprint);
    assert.notEqual((await read((await prove()).client_assertion)).jti, jti);
  });

  describe('over HTTP', () => {
    const simulator = createSimulator();
    let url: string;
    let close: () => Promise<void>;
    before(async () => {
      ({ url, close } = await simulator.listen(0));
      simulator.registerCertificate(own.certificatePem);
    });
    after(() => close());

    async function asking(certificate: MadeCertificate) {
      const client = aClient(url, { clientId: simulatedClient.id, credential: { certificate } });
      try {
        return await client.source.page(aQuery({ pageSize: 1 }), client.soon());
      } finally {
        await client.close();
      }
    }

    it('the client certificate gets a token', async () => assert.equal((await asking(own)).jobs.length, 1));

    it('the client certificate gets a token at a second attempt, too, since each has an assertion of its own', async () => {
      simulator.addTrouble({ kind: 'malformed', body: 'html', at: 'token', times: 1 });
      assert.equal((await asking(own)).jobs.length, 1);
    });

    it('a client certificate that AvePoint does not know is refused, and the error shows nothing of the assertion', async () => {
      const other = makeCertificate();
      await assert.rejects(asking(other), {
        code: 'unauthorised',
        message: 'The token service gave no token (HTTP 400: invalid_client).',
      });
      other.remove();
    });
  });
});
