import assert from 'node:assert/strict';
import { type Asked, asking, monday } from './ask.ts';
import { currentPath, listPaths } from './list.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** True if the job is listed in both shapes and found by its id; throws if only some of them have it. */
async function isThere({ get, list }: Asked, id: string, query = {}): Promise<boolean> {
  const found = [(await get(`${currentPath}/${id}`)).status === 200];
  for (const path of listPaths) found.push((await list(path, query)).ids.includes(id));
  assert.equal(new Set(found).size, 1, `${id}: ${found}`);
  return found[0] === true;
}

describe('when a planted job is listed', () => {
  for (const minutes of [1, 5, 30, 300]) {
    it(`a planted job is listed ${minutes} minutes late, under its own start`, async () => {
      await asking({ history: false }, async asked => {
        const startedAt = monday - hourMs;
        const listedAt = startedAt + minutes * minuteMs;
        await asked.post('/_jobs', { id: 'late', startedAt, endedAt: startedAt + minuteMs, listedAt });
        asked.clock.now = listedAt - 1;
        assert.equal(await isThere(asked, 'late'), false);
        asked.clock.now = listedAt;
        assert.equal(await isThere(asked, 'late', { from: startedAt, to: startedAt + minuteMs }), true);
      });
    });
  }

  it('a planted job is listed before its start if listedAt says so, even on the day before', async () => {
    await asking({}, async asked => {
      const startedAt = monday + dayMs;
      await asked.post('/_jobs', { id: 'early', startedAt, listedAt: monday });
      assert.equal(await isThere(asked, 'early'), true);
      for (const path of listPaths) {
        const { rows } = await asked.list(path, { PageSize: 1 });
        assert.deepEqual([rows[0]?.id, rows[0]?.startedAt], ['early', startedAt]);
      }
      await fetch(`${asked.url}/_jobs`, { method: 'DELETE' });
      assert.equal(await isThere(asked, 'early'), false);
    });
  });

  it('a planted job disappears at unlistedAt', async () => {
    await asking({ history: false }, async asked => {
      await asked.post('/_jobs', { id: 'gone', startedAt: monday - hourMs, unlistedAt: monday + hourMs });
      asked.clock.now = monday + hourMs - 1;
      assert.equal(await isThere(asked, 'gone'), true);
      asked.clock.now = monday + hourMs;
      assert.equal(await isThere(asked, 'gone'), false);
    });
  });

  it('a planted job is listed under each of its services, and once in a list of all', async () => {
    await asking({ history: false }, async ({ list, post }) => {
      await post('/_jobs', { id: 'shared', service: 4, services: [2, 7], startedAt: monday - hourMs });
      for (const path of listPaths) {
        for (let ObjectType = 0; ObjectType <= 12; ObjectType++) {
          const { ids } = await list(path, { ObjectType });
          assert.deepEqual(ids, [0, 2, 4, 7].includes(ObjectType) ? ['shared'] : [], `${ObjectType}`);
        }
      }
    });
  });

  it('a planted job with an invalid service, phase or time is refused', async () => {
    await asking({ history: false }, async ({ post }) => {
      for (const wrong of [{ services: [13] }, { phases: [{ state: 'Queued' }] }, { listedAt: 'now' }]) {
        assert.equal((await post('/_jobs', { startedAt: monday, ...wrong })).status, 400);
      }
    });
  });
});

describe('the switch listingDelaySeconds', () => {
  const switches = { listingDelaySeconds: 1800 };

  it('a listing delay holds back every job of the history until so long after its start', async () => {
    await asking({}, async ({ list, post }) => {
      for (const path of listPaths) {
        await post('/_switches', { listingDelaySeconds: 0 });
        const all = await list(path, { from: monday - 6 * hourMs, PageSize: 100 });
        const older = all.rows.filter(({ startedAt }) => startedAt <= monday - 30 * minuteMs);
        assert.ok(older.length < all.rows.length);
        await post('/_switches', switches);
        const late = await list(path, { from: monday - 6 * hourMs, PageSize: 100 });
        assert.deepEqual(late.rows, older);
      }
    });
  });

  it('a listing delay holds back a planted job, unless that has its own listedAt', async () => {
    await asking({ history: false, switches }, async asked => {
      const startedAt = monday;
      await asked.post('/_jobs', [
        { id: 'delayed', startedAt, phases: [{ from: monday + minuteMs, state: 'Queued' }] },
        { id: 'own', startedAt, listedAt: startedAt },
      ]);
      asked.clock.now = monday + 30 * minuteMs - 1;
      assert.deepEqual([await isThere(asked, 'delayed'), await isThere(asked, 'own')], [false, true]);
      asked.clock.now = monday + 30 * minuteMs;
      assert.deepEqual([await isThere(asked, 'delayed'), await isThere(asked, 'own')], [true, true]);
    });
  });
});
