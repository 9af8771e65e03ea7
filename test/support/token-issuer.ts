import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Who signs what the channel sends: its keys stand at `openIdUrl`, as the Bot Framework's do. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly openIdUrl: string;
  /** Endorsed for Teams. */
  readonly key: SigningKey;
  /** Of the same key set, endorsed for another channel. */
  readonly otherChannelsKey: SigningKey;
  /** In no key set. */
  readonly strangersKey: SigningKey;
  close(): Promise<void>;
}

function createKey(): SigningKey {
  return { kid: randomUUID(), ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
}

export async function openTokenIssuer(issuer = 'https://api.botframework.com'): Promise<TokenIssuer> {
  const [key, otherChannelsKey, strangersKey] = [createKey(), createKey(), createKey()];
  const published = ({ kid, publicKey }: SigningKey, channel: string) => ({
    ...publicKey.export({ format: 'jwk' }),
    kid,
    use: 'sig',
    endorsements: [channel],
  });
  let url = '';
  const server = createServer((req, res) => {
    const body =
      req.url === '/keys'
        ? { keys: [published(key, 'msteams'), published(otherChannelsKey, 'webchat')] }
        : { issuer, jwks_uri: `${url}/keys`, id_token_signing_alg_values_supported: ['RS256'] };
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify(body));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    openIdUrl: `${url}/openid`,
    key,
    otherChannelsKey,
    strangersKey,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A JWT with these claims, signed by RS256, whatever `header` says. */
export function signedToken(key: SigningKey, claims: object, header: object = {}): string {
  const content = `${part({ alg: 'RS256', typ: 'JWT', kid: key.kid, ...header })}.${part(claims)}`;
  return `${content}.${sign('sha256', Buffer.from(content), key.privateKey).toString('base64url')}`;
}
