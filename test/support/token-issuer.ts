import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';

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
  /** In no key set, until it is published. */
  readonly strangersKey: SigningKey;
  /** How many requests came for keys, and how many of them are still open. */
  readonly asked: () => number;
  readonly open: () => number;
  /** From then on keys are asked for in vain: no answer, a status, or a body of this instead of the key set. */
  misbehave(how: KeyHostFault): void;
  behave(): void;
  /** The key set has these from then on, endorsed for Teams. */
  publish(...keys: readonly SigningKey[]): void;
  close(): Promise<void>;
}

export type KeyHostFault =
  | { readonly kind: 'hang' }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'body'; readonly body: string | (() => Iterable<string>) };

/** Making a pair takes longer than a test, so a process has three, under ever new ids. */
const pairs: Pick<SigningKey, 'privateKey' | 'publicKey'>[] = [];

function createKey(at: 0 | 1 | 2): SigningKey {
  const pair = pairs[at] ?? generateKeyPairSync('rsa', { modulusLength: 2048 });
  pairs[at] = pair;
  return { kid: randomUUID(), ...pair };
}

export async function openTokenIssuer(issuer = 'https://api.botframework.com'): Promise<TokenIssuer> {
  const [key, otherChannelsKey, strangersKey] = [createKey(0), createKey(1), createKey(2)];
  const published = ({ kid, publicKey }: SigningKey, channel: string) => ({
    ...publicKey.export({ format: 'jwk' }),
    kid,
    use: 'sig',
    endorsements: [channel],
  });
  let url = '';
  let keys: readonly object[] = [published(key, 'msteams'), published(otherChannelsKey, 'webchat')];
  let fault: KeyHostFault | undefined;
  let asked = 0;
  const open = new Set<ServerResponse>();
  const server = createServer((req, res) => {
    asked += 1;
    open.add(res);
    res.once('close', () => open.delete(res));
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'status') {
      res.statusCode = fault.status;
      res.end();
      return;
    }
    if (fault?.kind === 'body' && req.url === '/keys') {
      const { body } = fault;
      Readable.from(typeof body === 'string' ? [body] : body()).pipe(res);
      return;
    }
    const body =
      req.url === '/keys'
        ? { keys }
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
    asked: () => asked,
    open: () => open.size,
    misbehave: how => {
      fault = how;
    },
    behave: () => {
      fault = undefined;
    },
    publish: (...added) => {
      keys = added.map(one => published(one, 'msteams'));
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A JWT with these claims, signed by RS256, for any `header`. */
export function signedToken(key: SigningKey, claims: object, header: object = {}): string {
  const content = `${part({ alg: 'RS256', typ: 'JWT', kid: key.kid, ...header })}.${part(claims)}`;
  return `${content}.${sign('sha256', Buffer.from(content), key.privateKey).toString('base64url')}`;
}
