import { strict as assert } from 'node:assert';
import { keptMs } from '../../src/upkeep/readiness.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { openProduct } from '../support/product.ts';

describe('the product’s readiness, over HTTP', () => {
  it('is that of the store and of the token, asked for real, from the first moment', async () => {
    let [ahead, isBroken] = [0, false];
    const memory = createMemoryStore();
    const product = await openProduct({
      clock: { now: () => Date.now() + ahead },
      store: {
        ...memory,
        get: place => (isBroken ? Promise.reject(new Error('planted')) : memory.get(place)),
      },
      env: { AVEPOINT_CLIENT_SECRET: 'wrong' },
    });
    try {
      const ready = async () => {
        ahead += keptMs;
        const response = await fetch(`${product.url}/readyz`);
        return [response.status, await response.json()];
      };
      const refused = 'The token service gave no token (HTTP 400: invalid_client).';
      assert.deepEqual(await ready(), [503, { status: 'not ready', store: 'in order', avepoint: refused }]);
      isBroken = true;
      const both = { status: 'not ready', store: 'It could not be asked.', avepoint: refused };
      assert.deepEqual(await ready(), [503, both]);
      assert.equal((await fetch(`${product.url}/healthz`)).status, 200);
    } finally {
      isBroken = false;
      await product.close();
    }
  });

  it('is there once the token is, which is fetched once however often it is asked for', async () => {
    const product = await openProduct();
    try {
      const answers = await Promise.all(
        Array.from({ length: 20 }, async () => (await fetch(`${product.url}/readyz`)).json()),
      );
      const ready = { status: 'ready', store: 'in order', avepoint: 'in order' };
      assert.deepEqual(answers, Array(20).fill(ready));
      assert.equal(product.simulator.requests().filter(({ path }) => path.includes('token')).length, 1);
    } finally {
      await product.close();
    }
  });
});
