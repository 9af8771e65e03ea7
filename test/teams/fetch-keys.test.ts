import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { createFetchKeys } from '../../src/teams/fetch-keys.ts';

const openIdUrl = 'https://login.example.com/openid';
const keysUrl = 'https://login.example.com/keys';
const pair = (modulusLength: number) =>
  generateKeyPairSync('rsa', { modulusLength }).publicKey.export({ format: 'jwk' });

/** Fetches with a host that answers so. */
function fetching(answers: Readonly<Record<string, object | Response>>) {
  const fetch_ = async (url: string) => {
    const answer = answers[url] ?? new Response('', { status: 404 });
    return answer instanceof Response ? answer : Response.json(answer);
  };
  return createFetchKeys({ openIdUrl, fetch: fetch_ as typeof fetch })(new AbortController().signal);
}

const set = (...keys: readonly object[]) => ({ [openIdUrl]: { jwks_uri: keysUrl }, [keysUrl]: { keys } });

describe('the fetched key set', () => {
  const rsa = pair(2048);

  it('the key set has RSA keys for signatures alone, of 2048 bits or more, each with its endorsements', async () => {
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
    const keys = await fetching(
      set(
        { ...rsa, kid: 'good', use: 'sig', x5c: ['x'], endorsements: ['msteams', 'webchat'] },
        { ...rsa, kid: 'bare' },
        { ...rsa, kid: 'for-encryption', use: 'enc' },
        { ...rsa },
        { ...rsa, kid: 'wrong-endorsements', endorsements: [7] },
        { ...ec, kid: 'curve' },
        { kty: 'oct', k: 'c2VjcmV0', kid: 'secret' },
        { ...pair(1024), kid: 'weak' },
      ),
    );
    assert.deepEqual(
      [...keys].map(([id, { endorsements }]) => [id, endorsements]),
      [
        ['good', ['msteams', 'webchat']],
        ['bare', []],
      ],
    );
  });

  it('the key set has the first of two keys with one id', async () => {
    const keys = await fetching(
      set(
        { ...rsa, kid: 'x', endorsements: ['msteams'] },
        { ...pair(2048), kid: 'x', endorsements: ['webchat'] },
      ),
    );
    assert.deepEqual(keys.get('x')?.endorsements, ['msteams']);
  });

  it('the key set is fetched over https alone, whatever the configuration or a redirect says', async () => {
    const plain = 'http://login.example.com/keys';
    await assert.rejects(
      fetching({ [openIdUrl]: { jwks_uri: plain }, [plain]: { keys: [{ ...rsa, kid: 'x' }] } }),
      { name: 'KeySetError', message: 'an address of keys without https' },
    );
    const redirected = Response.json({ keys: [{ ...rsa, kid: 'x' }] });
    Object.defineProperties(redirected, { redirected: { value: true }, url: { value: plain } });
    await assert.rejects(fetching({ ...set(), [keysUrl]: redirected }), {
      message: 'an address of keys without https',
    });
  });
});
