import assert from 'node:assert/strict';
import { openAzureTablesStore } from '../../src/store/azure-tables-store.ts';
import { createLeases, leaseMs } from '../../src/store/leases.ts';
import type { KeyedRecord, WholeStore } from '../../src/store/whole-store.ts';
import { collected } from '../support/audit.ts';
import { type Azurite, startAzurite } from '../support/azurite.ts';
import { fakeClock } from '../support/fakes.ts';

const place = (key: string) => ({ collection: 'c', partition: 'p', key });
const marker = { collection: 'schema', partition: 'schema', key: 'version' };

async function* recordsOf(...keys: readonly string[]): AsyncIterable<KeyedRecord> {
  for (const key of keys) yield { ...place(key), value: key };
}

describe('a restore into Azure Tables', () => {
  let azurite: Azurite;
  let store: WholeStore;
  /** What happens during the check for a running bot, and how long that took. */
  let meanwhile: () => Promise<unknown> = async () => {};
  let waitedMs = 0;
  const open = (isRestoring: boolean) =>
    openAzureTablesStore({
      storeUrl: azurite.connectionString,
      isRestoring,
      sleep: async ms => {
        waitedMs += ms;
        await meanwhile();
      },
    });
  const keys = async () => (await store.list('c', 'p', { limit: 10 })).map(({ key }) => key);
  const leases = (holder: string) => createLeases({ store, clock: fakeClock(), holder, ttlMs: leaseMs });

  before(async () => {
    azurite = await startAzurite();
  });
  after(() => azurite.stop());
  beforeEach(async () => {
    store = await open(true);
    for await (const { value, ...one } of store.all()) await store.remove(one);
    await store.put(marker, 1);
    await store.put(place('old'), 'old');
    meanwhile = async () => {};
    waitedMs = 0;
  });

  it('a restore replaces everything, and leaves a store that any bot opens', async () => {
    assert.equal(await store.replaceAll(recordsOf('a', 'b')), 2);
    assert.deepEqual(await keys(), ['a', 'b']);
    assert.equal(waitedMs, 0, 'no lease is there, so nothing is waited for');
    await open(false);
  });

  it('a restore is refused while a bot renews a lease, names it, and changes nothing', async () => {
    await leases('process 7 on web-1 (ab)').take('sender');
    meanwhile = () => leases('process 7 on web-1 (ab)').take('sender');
    await assert.rejects(store.replaceAll(recordsOf('a')), {
      name: 'StoreError',
      code: 'busy',
      message: /process 7 on web-1.*Stop it.*Nothing was changed/,
    });
    assert.deepEqual(await keys(), ['old']);
    await open(false);
  });

  it('a restore continues if the holder of a lease was killed: it didn’t renew it for a lease’s duration', async () => {
    await leases('killed').take('sender');
    assert.equal(await store.replaceAll(recordsOf('a')), 1);
    assert.equal(waitedMs, leaseMs);
    assert.deepEqual(await keys(), ['a']);
  });

  it('an interrupted restore keeps every bot from starting, even an older version, until it’s repeated', async () => {
    async function* breaking() {
      yield* recordsOf('a');
      throw new Error('the network is gone');
    }
    await assert.rejects(store.replaceAll(breaking()), {
      code: 'incomplete',
      message: /stopped after 0 records.*no bot starts.*--replace.*network is gone/,
    });
    await assert.rejects(open(false), {
      code: 'incomplete',
      message: /not finished.*run it again with --replace/,
    });
    assert.ok(((await store.get(marker))?.value as number) > 1, 'an older version refuses a higher number');

    const again = await open(true);
    assert.equal(await again.replaceAll(recordsOf('b')), 1);
    assert.deepEqual(await keys(), ['b']);
    await open(false);
  });

  it('a restore fails if a bot that had the tables open takes a lease meanwhile', async () => {
    async function* slow() {
      yield* recordsOf('a');
      await leases('late').take('sender');
    }
    await assert.rejects(store.replaceAll(slow()), { code: 'incomplete', message: /using the tables: late/ });
    await assert.rejects(open(false), { code: 'incomplete' });
  });

  it('only a restore opens the tables while one is under way', async () => {
    let refused: unknown;
    async function* records() {
      refused = await open(false).catch(error => error);
      yield* recordsOf('a');
    }
    await store.replaceAll(records());
    assert.match(String(refused), /under way/);
  });

  it('a restored store returns the records of one collection alone', async () => {
    await store.put({ collection: 'cc', partition: 'p', key: 'k' }, 1);
    await store.put({ collection: 'c', partition: 'p|q', key: 'k' }, 2);
    const found = await collected(store.all('c'));
    assert.deepEqual(found.map(({ partition, key }) => [partition, key]).sort(), [
      ['p', 'old'],
      ['p|q', 'k'],
    ]);
  });
});
