import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { RecordKey, Store } from '../../src/domain/store.ts';
import { inMs } from '../../src/domain/time.ts';
import { createLeases } from '../../src/store/leases.ts';
import { fakeClock } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { realStores } from '../support/real-stores.ts';

/** One store of each kind, opened for all tests; each test has a collection of its own. */
const kinds: typeof realStores = [
  ...realStores,
  ['memory, as the tests use it', async () => ({ store: createMemoryStore(), close: async () => {} })],
];

for (const [name, open] of kinds) {
  describe(`the store's contract, with ${name}`, () => {
    let store: Store;
    let close: () => Promise<void>;
    let collection: string;
    const at = (key: string, partition = 'p'): RecordKey => ({ collection, partition, key });
    const keysOf = async (range: { from?: string; before?: string; limit?: number } = {}, partition = 'p') =>
      (await store.list(collection, partition, { limit: 100, ...range })).map(({ key }) => key);

    before(async () => {
      ({ store, close } = await open());
    });
    after(() => close());
    beforeEach(() => {
      collection = `c-${randomUUID()}`;
    });

    it('the store returns exactly the value that was written', async () => {
      const values = fc.jsonValue({ maxDepth: 3 });
      await fc.assert(
        fc.asyncProperty(values, async value => {
          const version = await store.put(at('k'), value);
          assert.ok(version);
          assert.deepEqual(await store.get(at('k')), {
            key: 'k',
            value: JSON.parse(JSON.stringify(value)),
            version,
          });
        }),
        { numRuns: 30 },
      );
      assert.equal(await store.get(at('other')), undefined);
    });

    it('the store creates a new record only if there is none', async () => {
      assert.ok(await store.put(at('k'), 1, 'absent'));
      assert.equal(await store.put(at('k'), 2, 'absent'), undefined);
      assert.equal((await store.get(at('k')))?.value, 1);
    });

    it('the store replaces and removes only the expected version', async () => {
      const first = await store.put(at('k'), 1);
      const second = await store.put(at('k'), 2, { version: first ?? '' });
      assert.ok(second && second !== first);
      assert.equal(await store.put(at('k'), 3, { version: first ?? '' }), undefined);
      assert.equal(await store.remove(at('k'), { version: first ?? '' }), false);
      assert.equal((await store.get(at('k')))?.value, 2);
      assert.equal(await store.remove(at('k'), { version: second }), true);
      assert.equal(await store.get(at('k')), undefined);
      assert.equal(await store.put(at('k'), 4, { version: second }), undefined);
      assert.equal(await store.remove(at('k')), false);
    });

    it('the store never returns a version twice, not even for a record that was removed and written again', async () => {
      const first = await store.put(at('k'), 1);
      await store.remove(at('k'));
      await store.put(at('k'), 1);
      assert.equal(await store.put(at('k'), 2, { version: first ?? '' }), undefined);
    });

    it('the store lists a partition in the order of its keys, with start, end and limit', async () => {
      for (const key of ['000000000000020_b', '000000000000003_a', '000000000000020_a', '000000000000100'])
        await store.put(at(key), key);
      await store.put(at('000000000000004', 'other'), 0);
      assert.deepEqual(await keysOf(), [
        '000000000000003_a',
        '000000000000020_a',
        '000000000000020_b',
        '000000000000100',
      ]);
      assert.deepEqual(await keysOf({ from: '000000000000020_a', before: '000000000000100' }), [
        '000000000000020_a',
        '000000000000020_b',
      ]);
      assert.deepEqual(await keysOf({ from: '000000000000020_a!', limit: 1 }), ['000000000000020_b']);
      assert.deepEqual(await keysOf({}, 'none'), []);
    });

    it('the store distinguishes all ids that a channel may have', async () => {
      const ids = [
        '19:abc@thread.tacv2;messageid=17',
        'a:1dE/f+g=',
        'a:1dE\\f+g=',
        '#?%!2f',
        "it's",
        'ä🙂',
        ' ',
        'a|b',
      ];
      for (const id of ids) await store.put(at(id, id), id);
      for (const id of ids) {
        assert.equal((await store.get(at(id, id)))?.value, id);
        assert.deepEqual(await keysOf({}, id), [id]);
      }
      for (const id of ids) assert.equal(await store.remove(at(id, id)), true);
    });

    it('one of many concurrent writes of the same version succeeds', async () => {
      const version = (await store.put(at('k'), 0)) ?? '';
      const racers = Array.from({ length: 32 }, (_, racer) => store.put(at('k'), racer, { version }));
      assert.equal((await Promise.all(racers)).filter(won => won !== undefined).length, 1);
      const fresh = Array.from({ length: 8 }, (_, racer) => store.put(at('new'), racer, 'absent'));
      assert.equal((await Promise.all(fresh)).filter(won => won !== undefined).length, 1);
    });

    it('the store lists more than a page', async () => {
      const keys = Array.from({ length: 1_100 }, (_, index) => String(index).padStart(5, '0'));
      for (let from = 0; from < keys.length; from += 50)
        await Promise.all(keys.slice(from, from + 50).map(key => store.put(at(key), 0)));
      assert.deepEqual(await keysOf({ limit: 5_000 }), keys);
      assert.deepEqual(await keysOf({ limit: 1_001 }), keys.slice(0, 1_001));
    });

    it('the store gives a lease to one holder at a time, and to another once the first doesn’t renew it', async () => {
      const clock = fakeClock();
      const ttlMs = 30_000;
      const of = (holder: string) => createLeases({ store, clock, holder, ttlMs });
      const [a, b] = [of(`a-${collection}`), of(`b-${collection}`)];
      assert.equal(await a.take(collection), inMs(ttlMs, clock));
      if (store.isShared) {
        assert.equal(await b.take(collection), undefined);
        clock.advance(20_000);
        assert.equal(await a.take(collection), inMs(ttlMs, clock), 'the holder prolongs it');
        assert.equal(await b.take(collection), undefined);
        clock.advance(ttlMs);
        assert.equal(await b.take(collection), undefined, 'its clock may be a little slower');
        clock.advance(ttlMs / 50);
      }
      assert.equal(await b.take(collection), inMs(ttlMs, clock), 'the first one is gone');
      if (store.isShared) assert.equal(await a.take(collection), undefined);
      await b.release(collection);
      assert.ok(await a.take(collection), 'given back, it is free at once');
      await b.release(collection);
      if (store.isShared) assert.equal(await b.take(collection), undefined, 'only its holder gives it back');
    });

    it('the store gives a free lease to one of several concurrent callers', async () => {
      const clock = fakeClock();
      const racers = Array.from({ length: 8 }, (_, index) =>
        createLeases({ store, clock, holder: `r${index}`, ttlMs: 30_000 }).take(`race-${collection}`),
      );
      const won = (await Promise.all(racers)).filter(until => until !== undefined);
      assert.equal(won.length, 1);
    });
  });
}
