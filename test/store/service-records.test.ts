import assert from 'node:assert/strict';
import type { Store } from '../../src/domain/store.ts';
import { createServiceRecords } from '../../src/store/service-records.ts';
import { createMemoryStore } from '../support/memory-store.ts';

const lee = { id: '29:lee', name: 'Lee' };
const retired = { by: lee, at: 5_000 };

describe('the records of the services', () => {
  it('the records of the services are empty in a store of an older version', async () => {
    assert.deepEqual(await createServiceRecords(createMemoryStore()).all(), {});
  });

  it('the records of the services have the latest backups, in whatever order they are reported', async () => {
    const records = createServiceRecords(createMemoryStore());
    await records.saw('project', { startedAt: 2_000, goodAt: undefined });
    await records.saw('project', { startedAt: 1_000, goodAt: 1_000 });
    assert.deepEqual((await records.all()).project, {
      last: { startedAt: 2_000, goodAt: 1_000 },
      retired: undefined,
    });
  });

  it('the records of the services aren’t written again without a change', async () => {
    const store = createMemoryStore();
    const records = createServiceRecords(store);
    const versions = async () => (await store.list('services', 'all', { limit: 20 })).map(one => one.version);
    await records.saw('project', { startedAt: 2_000, goodAt: 1_000 });
    const before = await versions();
    await records.saw('project', { startedAt: 2_000, goodAt: undefined });
    await records.saw('project', { startedAt: 1_500, goodAt: 1_000 });
    assert.deepEqual(await versions(), before);
  });

  it('the record of a service has who retired it first, until backups are expected again', async () => {
    const records = createServiceRecords(createMemoryStore());
    await records.saw('project', { startedAt: 2_000, goodAt: 2_000 });
    assert.equal(await records.setRetired('project', retired), true);
    assert.equal(await records.setRetired('project', { by: undefined, at: 9_000 }), false);
    assert.deepEqual((await records.all()).project?.retired, retired);
    assert.equal(await records.setRetired('project', undefined), true);
    assert.equal(await records.setRetired('project', undefined), false);
    assert.deepEqual((await records.all()).project, {
      last: { startedAt: 2_000, goodAt: 2_000 },
      retired: undefined,
    });
  });

  it('the records of the services lose nothing if two processes write the same one at the same moment', async () => {
    const store = createMemoryStore();
    const [one, other] = [createServiceRecords(store), createServiceRecords(store)];
    await Promise.all([
      one.setRetired('teams', retired),
      other.saw('teams', { startedAt: 3_000, goodAt: undefined }),
      one.saw('teams', { startedAt: 4_000, goodAt: 4_000 }),
    ]);
    assert.deepEqual(await one.all(), { teams: { last: { startedAt: 4_000, goodAt: 4_000 }, retired } });
  });

  it('a record of a service rejects as unavailable if another process changes it before each write', async () => {
    const store = createMemoryStore();
    let reads = 0;
    const contended: Store = {
      ...store,
      async get(place) {
        reads += 1;
        const stored = await store.get(place);
        await store.put(place, { last: { startedAt: reads, goodAt: undefined } });
        return stored;
      },
    };
    await assert.rejects(createServiceRecords(contended).setRetired('project', retired), {
      name: 'StoreError',
      code: 'unavailable',
    });
    assert.equal(reads, 10);
  });
});
