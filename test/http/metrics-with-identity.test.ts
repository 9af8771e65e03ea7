import assert from 'node:assert/strict';
import { openProduct, type Product } from '../support/product.ts';

const token = 'planted-token-of-32-characters-x';
const identity = {
  BOT_ID: 'a0b9c3d4-1111-4222-8333-444455556666',
  BOT_TYPE: 'SingleTenant',
  BOT_TENANT_ID: 'a0b9c3d4-1111-4222-8333-444455557777',
  BOT_PASSWORD: 'planted-password',
  HOST: '127.0.0.1',
};
/**
 * What proxies and sidecars do with a stranger's request: they leave no trace, or say that it came from this machine.
 */
const disguises: readonly Record<string, string>[] = [
  {},
  { 'x-forwarded-for': '127.0.0.1' },
  { authorization: 'Bearer undefined' },
  { authorization: `Bearer ${token}x` },
];

describe('metrics and readiness with an identity', () => {
  let product: Product;
  const open = (env: Readonly<Record<string, string>> = {}) =>
    openProduct({ env: { ...identity, ...env }, teamsToken: async () => undefined });
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${product.url}${path}`, { headers });
  const readiness = async (headers?: Record<string, string>) => {
    const response = await get('/readyz', headers);
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  };

  afterEach(() => product.close());

  it('metrics and reasons are returned only with the token, even on the bot’s own machine', async () => {
    product = await open({ METRICS_TOKEN: token });
    for (const headers of disguises) {
      assert.equal((await get('/metrics', headers)).status, 404, JSON.stringify(headers));
      assert.deepEqual(Object.keys((await readiness(headers)).body), ['status']);
    }
    const authorization = `Bearer ${token}`;
    assert.match(await (await get('/metrics', { authorization })).text(), /^backup_watch_/m);
    assert.ok('store' in (await readiness({ authorization })).body);
  });

  it('metrics and reasons are never returned if METRICS_TOKEN is not set; the status still says ready or not', async () => {
    product = await open();
    for (const headers of [...disguises, { authorization: `Bearer ${token}` }]) {
      assert.equal((await get('/metrics', headers)).status, 404, JSON.stringify(headers));
      const { status, body } = await readiness(headers);
      assert.deepEqual(body, { status: status === 200 ? 'ready' : 'not ready' });
    }
  });
});
