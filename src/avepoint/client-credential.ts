import { createPrivateKey, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Credential } from '../domain/credential.ts';
import type { Clock } from '../domain/time.ts';

export interface Client {
  /** Whom the proof is for. */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly credential: Credential;
}

/** The fields of a token request that prove who asks. Made anew for every attempt: an assertion is taken once. */
export type Proof = () => Promise<Readonly<Record<string, string>>>;

/** Short, since each is used at once; long enough for a clock that is some minutes slow. */
const assertionLifeSeconds = 10 * 60;

/** Client credentials of OAuth 2.0: a secret, or a JWT assertion (RFC 7523) signed with a certificate's key. */
export function createProof({ tokenUrl, clientId, credential }: Client, clock: Clock): Proof {
  if ('secret' in credential) {
    const fields = { client_id: clientId, client_secret: credential.secret };
    return async () => fields;
  }
  const { thumbprint, privateKeyPem } = credential.certificate;
  const key = createPrivateKey(privateKeyPem);
  const header = { alg: 'RS256', typ: 'JWT', x5t: Buffer.from(thumbprint, 'hex').toString('base64url') };
  return async () => {
    const now = Math.floor(clock.now() / 1_000);
    const assertion = await new SignJWT()
      .setProtectedHeader(header)
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(tokenUrl)
      .setJti(randomUUID())
      .setIssuedAt(now)
      .setExpirationTime(now + assertionLifeSeconds)
      .sign(key);
    return {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    };
  };
}
