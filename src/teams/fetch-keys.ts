import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { ProxyError } from '../domain/proxy-error.ts';
import { withTimeout } from '../domain/with-timeout.ts';

/** A public key that Teams signs with, and the channels whose messages it may sign: any if none is named. */
export interface SigningKey {
  readonly key: KeyObject;
  readonly endorsements: readonly string[];
}

/** The keys by their ids. */
export type SigningKeys = ReadonlyMap<string, SigningKey>;

/** Fetches the keys that Teams signs with. Rejects with `KeySetError`, also if `signal` aborts it. */
export type FetchKeys = (signal: AbortSignal) => Promise<SigningKeys>;

/** The keys couldn't be fetched, or the answer isn't a key set. The message names neither addresses nor contents. */
export class KeySetError extends Error {
  override readonly name = 'KeySetError';
}

export interface FetchKeysParts {
  /** The address of the OpenID configuration, which names that of the keys. */
  readonly openIdUrl: string;
  readonly fetch: typeof fetch;
  /** The limit of both requests together, including their bodies. */
  readonly limitMs?: number;
}

const usualLimitMs = 5_000;
/** The Bot Framework's key set is some 50 KB. */
const largestBytes = 1024 * 1024;
const mostKeys = 500;

const configuration = z.object({ jwks_uri: z.url() });
const keySet = z.object({ keys: z.array(z.unknown()).max(mostKeys) });
/** RS256, RS384 and RS512 need RSA keys; a key for encryption signs nothing. Unknown fields are ignored. */
const publishedKey = z.object({
  kid: z.string().min(1).max(200),
  kty: z.literal('RSA'),
  use: z.literal('sig').optional(),
  n: z.string(),
  e: z.string(),
  endorsements: z.array(z.string()).max(1_000).optional(),
});
const leastBits = 2_048;

/**
 * Returns a function that fetches the keys that the OpenID configuration leads to. Time, size and number of keys are bounded. Keys of other
 * kinds are left out; a set without a usable key is an error.
 */
export function createFetchKeys({ openIdUrl, fetch, limitMs = usualLimitMs }: FetchKeysParts): FetchKeys {
  async function fetched(signal: AbortSignal): Promise<SigningKeys> {
    const read = (url: string) => readJson(fetch, url, signal);
    const { jwks_uri: keysUrl } = parse(configuration, await read(openIdUrl), 'no OpenID configuration');
    requireHttps(openIdUrl, keysUrl);
    return keysOf(parse(keySet, await read(keysUrl), 'no key set').keys);
  }
  return ending =>
    withTimeout(
      limitMs,
      signal => fetched(AbortSignal.any([signal, ending])),
      () => new KeySetError('no answer in time'),
    );
}

async function readJson(fetch_: typeof fetch, url: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch_(url, { headers: { accept: 'application/json' }, signal }).catch(cause => {
    const { cause: reason } = cause as Partial<Error>;
    if (reason instanceof ProxyError) throw new KeySetError(reason.message, { cause });
    throw new KeySetError(`no answer${codeOf(cause)}`, { cause });
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new KeySetError(`HTTP ${response.status}`);
  }
  if (response.redirected) requireHttps(url, response.url);
  const text = await readText(response);
  try {
    return JSON.parse(text);
  } catch {
    throw new KeySetError('an answer that is no JSON');
  }
}

/** Throws `KeySetError` if an https address leads to one without https. */
function requireHttps(from: string, to: string): void {
  if (from.startsWith('https:') && !to.startsWith('https:'))
    throw new KeySetError('an address of keys without https');
}

async function readText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body ?? []) {
      bytes += chunk.length;
      // Throwing in the loop cancels the body, and with it the connection.
      if (bytes > largestBytes) throw new KeySetError('an answer that is too large');
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof KeySetError) throw cause;
    throw new KeySetError(`an answer that broke off${codeOf(cause)}`, { cause });
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse<T>(schema: z.ZodType<T>, body: unknown, otherwise: string): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new KeySetError(otherwise);
  return parsed.data;
}

/** Returns the usable keys by their ids. The first of several keys with one id counts. */
function keysOf(published: readonly unknown[]): SigningKeys {
  const keys = new Map<string, SigningKey>();
  for (const one of published) {
    const { data } = publishedKey.safeParse(one);
    const key = data && publicKeyOf(data);
    if (key && !keys.has(data.kid)) keys.set(data.kid, { key, endorsements: data.endorsements ?? [] });
  }
  if (keys.size === 0) throw new KeySetError('no usable key');
  return keys;
}

function publicKeyOf({ n, e }: { readonly n: string; readonly e: string }): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' });
    return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= leastBits ? key : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the code of undici's or the system's error in brackets, without its message. */
function codeOf(error: unknown): string {
  const { cause, code = (cause as { code?: unknown } | undefined)?.code } = error as {
    code?: unknown;
    cause?: unknown;
  };
  return typeof code === 'string' && /^[A-Z_0-9]{1,40}$/.test(code) ? ` (${code})` : '';
}
