import assert from 'node:assert/strict';
import { type Store, StoreError } from '../../src/domain/store.ts';
import { createMeteredStore } from '../../src/store/metered-store.ts';
import { recordingMeter } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';

const place = { collection: 'c', partition: 'p', key: 'k' };

describe('the store, metered', () => {
  it('the metered store does what the store does, and counts nothing if it succeeds', async () => {
    const meter = recordingMeter();
    const store = createMeteredStore(createMemoryStore({ isShared: true }), meter);
    assert.equal(store.isShared, true);
    const version = (await store.put(place, { a: 1 }, 'absent')) ?? '';
    assert.equal(await store.put(place, { a: 2 }, 'absent'), undefined);
    assert.deepEqual((await store.get(place))?.value, { a: 1 });
    assert.equal((await store.list('c', 'p', { limit: 5 })).length, 1);
    assert.equal(await store.remove(place, { version: `${version}x` }), false);
    assert.equal(await store.remove(place, { version }), true);
    assert.deepEqual(meter.counted, {});
  });

  it('the metered store counts failures, and rejects as the store does', async () => {
    const meter = recordingMeter();
    const fail = () => Promise.reject(new StoreError('unavailable', 'no answer'));
    const broken: Store = { isShared: false, get: fail, list: fail, put: fail, remove: fail, close: fail };
    const store = createMeteredStore(broken, meter);
    const asking = [
      store.get(place),
      store.list('c', 'p', { limit: 1 }),
      store.put(place, 1),
      store.remove(place),
    ];
    for (const asked of asking) await assert.rejects(asked, { code: 'unavailable' });
    const counts = ['get', 'list', 'put', 'remove'].map(operation => [`storeFailures ${operation}`, 1]);
    assert.deepEqual(meter.counted, Object.fromEntries(counts));
  });
});
