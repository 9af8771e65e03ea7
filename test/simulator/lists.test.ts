import assert from 'node:assert/strict';
import type { SwitchesPatch } from '../../simulator/switches.ts';
import { type Asked, asking, monday } from './ask.ts';
import { currentPath, type ListQuery, listPaths } from './list.ts';

const hourMs = 3_600_000;
const day = { from: monday - 24 * hourMs, to: monday };

const switched = (switches: SwitchesPatch, use: (asked: Asked) => Promise<void>) =>
  asking({}, async asked => {
    assert.equal((await asked.post('/_switches', switches)).status, 200);
    await use(asked);
  });

/** Walks the pages of a list as long as rows come. */
async function walk({ list }: Asked, path: string, query: ListQuery) {
  const ids: string[] = [];
  for (let PageIndex = 0; ; PageIndex++) {
    const page = await list(path, { ...query, PageIndex });
    if (page.ids.length === 0) return ids;
    ids.push(...page.ids);
  }
}

for (const path of listPaths) {
  describe(`the order of ${path}`, () => {
    const ordered = async (
      order: 'newest' | 'oldest' | 'id' | 'shuffled',
      newest: readonly string[] = [],
    ) => {
      let ids: readonly string[] = [];
      await switched({ order }, async asked => {
        ids = await walk(asked, path, { ...day, PageSize: 7 });
        assert.deepEqual((await asked.list(path, { ...day, PageSize: 1000 })).ids, ids);
        if (newest.length > 0) assert.deepEqual(ids.toSorted(), newest.toSorted());
      });
      return ids;
    };

    it('a list comes newest first, oldest first, by id or shuffled, the same at each request', async () => {
      const newest = await ordered('newest');
      assert.ok(newest.length > 50);
      assert.deepEqual(await ordered('oldest', newest), newest.toReversed());
      assert.deepEqual(await ordered('id', newest), newest.toSorted());
      const shuffled = await ordered('shuffled', newest);
      assert.deepEqual(await ordered('shuffled', newest), shuffled);
      const unmoved = shuffled.filter((id, index) => id === newest[index]).length;
      assert.ok(unmoved < newest.length / 4, `${unmoved} of ${newest.length} are where they were`);
    });

    it('a shifting list shows some rows twice and others never while its pages are walked', () =>
      switched({ order: 'shifting' }, async asked => {
        const { totalCount } = await asked.list(path, { ...day, PageSize: 1 });
        const ids = await walk(asked, path, { ...day, PageSize: 20 });
        assert.equal(ids.length, totalCount);
        const pages = Math.ceil(totalCount / 20);
        assert.equal(new Set(ids).size, totalCount - (pages - 1));
      }));
  });

  describe(`TotalCount of ${path}`, () => {
    it('a capped TotalCount stops at the cap while the pages go on', () =>
      switched({ totalCount: 'capped', totalCountCap: 30 }, async asked => {
        assert.equal((await asked.list(path, { ...day, PageSize: 20 })).totalCount, 30);
        assert.ok((await walk(asked, path, { ...day, PageSize: 20 })).length > 50);
        const few = { ...day, JobType: 3 };
        const { ids, totalCount } = await asked.list(path, few);
        assert.ok(ids.length < 10);
        assert.equal(totalCount, ids.length);
      }));

    it('a capped TotalCount stops at 1,000 by default', () =>
      switched({ totalCount: 'capped' }, async ({ list }) =>
        assert.equal((await list(path)).totalCount, 1000),
      ));

    it('a wrong TotalCount is 7 too high, and 0 for no job', () =>
      switched({ totalCount: 'wrong' }, async asked => {
        const { totalCount } = await asked.list(path, day);
        assert.equal(totalCount, (await walk(asked, path, day)).length + 7);
        assert.equal((await asked.list(path, { ...day, JobType: 4, JobState: 1 })).totalCount, 0);
      }));
  });

  describe(`the filters of ${path}`, () => {
    const total = async ({ list }: Asked, query: ListQuery = {}) => (await list(path, query)).totalCount;

    it('an ignored filter has no effect, and the others have', async () => {
      for (const [name, value] of [
        ['JobType', 2],
        ['ObjectType', 7],
        ['JobState', 3],
      ] as const) {
        await switched({ ignoredFilters: [name] }, async asked => {
          const all = await total(asked, day);
          assert.equal(await total(asked, { ...day, [name]: value }), all, name);
          const other = name === 'JobType' ? { ObjectType: 1 } : { JobType: 2 };
          assert.ok((await total(asked, { ...day, ...other })) < all);
        });
      }
    });

    it('an ignored StartTime or FinishTime is no bound', () =>
      asking({ history: false }, async asked => {
        await asked.post(
          '/_jobs',
          [3, 2, 1].map(hours => ({ id: `${hours}`, startedAt: monday - hours * hourMs })),
        );
        const window = { from: monday - 2.5 * hourMs, to: monday - 1.5 * hourMs };
        const ids = async (ignoredFilters: readonly string[]) => {
          await asked.post('/_switches', { ignoredFilters });
          return (await asked.list(path, window)).ids.join();
        };
        assert.equal(await ids([]), '2');
        assert.equal(await ids(['StartTime']), '2,3');
        assert.equal(await ids(['FinishTime']), '1,2');
        assert.equal(await ids(['StartTime', 'FinishTime']), '1,2,3');
      }));

    it('a list without a service can be refused', () =>
      switched({ unfiltered: 'refuse' }, async ({ get, list }) => {
        for (const query of [{}, { ObjectType: 0 }]) {
          const answer = await get(path, query);
          assert.equal(answer.status, 400);
          const { errors } = (await answer.json()) as { errors: { field: string }[] };
          assert.deepEqual(
            errors.map(({ field }) => field),
            ['ObjectType'],
          );
        }
        assert.ok((await list(path, { ObjectType: 7 })).totalCount > 0);
      }));

    it('a list without a service can leave out some services', () =>
      asking({}, async asked => {
        const all = await total(asked, day);
        const [exchange, teams] = [
          await total(asked, { ...day, ObjectType: 1 }),
          await total(asked, { ...day, ObjectType: 7 }),
        ];
        await asked.post('/_switches', { unfilteredOmits: [1, 7] });
        assert.equal(await total(asked, day), all - exchange - teams);
        assert.equal(await total(asked, { ...day, ObjectType: 7 }), teams);
        const shared = { id: 'shared', service: 1, services: [2], startedAt: monday - 1000 };
        await asked.post('/_jobs', [shared, { ...shared, id: 'omitted', services: [7] }]);
        assert.equal(await total(asked, day), all - exchange - teams + 1);
      }));
  });

  it(`a list of ${path} has no jobErrors if only the answer for one job has them`, () =>
    switched({ jobErrors: 'singleOnly', centralOnly: false }, async ({ list, get }) => {
      const { rows } = await list(path, { ...day, JobState: 3 });
      assert.ok(rows.length > 0);
      for (const { errors } of rows) assert.equal(errors, 0);
      const { data } = (await (await get(`${currentPath}/${rows[0]?.id}`)).json()) as {
        data: { jobErrors: unknown[] };
      };
      assert.ok(data.jobErrors.length > 0);
    }));
}

describe('the current shape', () => {
  it('a list with an ignored Location has the jobs of all locations', () =>
    switched({ ignoredFilters: ['Location'] }, async ({ list }) => {
      const all = await list(currentPath, day);
      assert.deepEqual(await list(currentPath, { ...day, Location: 'APC' }), all);
    }));
});

describe('switches for lists', () => {
  it('an invalid switch is refused and changes nothing', () =>
    asking({}, async ({ post, simulator }) => {
      const before = simulator.switches();
      for (const wrong of [
        { order: 'random' },
        { totalCountCap: 0 },
        { ignoredFilters: ['PageSize'] },
        { unfiltered: 'partial' },
        { unfilteredOmits: [0] },
        { listingDelaySeconds: -1 },
        { serverClockSeconds: 0.5 },
      ]) {
        assert.equal((await post('/_switches', wrong)).status, 400, JSON.stringify(wrong));
      }
      assert.deepEqual(simulator.switches(), before);
    }));
});
