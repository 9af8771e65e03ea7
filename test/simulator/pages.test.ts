import assert from 'node:assert/strict';
import type { SwitchesPatch } from '../../simulator/switches.ts';
import { type Asked, asking, monday } from './ask.ts';
import { type CurrentPage, currentPath, seedPath, ticks } from './list.ts';

const dayMs = 86_400_000;

/** Ids of all pages from `first` on, until a page is empty. */
async function walk(asked: Asked, query: Record<string, string | number | bigint>, first: number) {
  const ids: string[] = [];
  for (let index = first; ; index++) {
    const { jobs } = await asked.page({ ...query, PageIndex: index });
    if (jobs.length === 0) return ids;
    ids.push(...jobs.map(job => job.id));
  }
}

describe('pages of the simulator', () => {
  const cases: readonly SwitchesPatch[] = [
    {},
    { windowBy: 'end' },
    { windowBy: 'overlap' },
    { ignoreTimeOfDay: true },
    { firstPageIndex: 1 },
    { totalCount: 'page' },
    { maxPageSize: 7 },
    { nextLink: 'none' },
    { stateText: 'prose', countNames: 'number', unfinished: 'null' },
  ];
  for (const switches of cases) {
    it(`the pages show every job of a window exactly once under ${JSON.stringify(switches)}`, async () => {
      await asking({ switches }, async asked => {
        const window = { StartTime: ticks(monday - 2 * dayMs), FinishTime: ticks(monday) };
        const whole = asked.simulator.setSwitches({ maxPageSize: 0 });
        const { jobs } = await asked.page({ ...window, PageSize: 100_000 });
        asked.simulator.setSwitches(switches);
        const ids = await walk(asked, { ...window, PageSize: 25 }, whole.firstPageIndex);
        assert.ok(ids.length > 100);
        assert.equal(new Set(ids).size, ids.length);
        assert.deepEqual(
          ids,
          jobs.map(job => job.id),
        );
      });
    });
  }

  it('the pages show every job of the whole history exactly once, without bounds', async () => {
    await asking({}, async asked => {
      const { totalCount } = await asked.page({ StartTime: 0, FinishTime: 0 });
      const ids = await walk(asked, { PageSize: 500 }, 0);
      assert.equal(ids.length, totalCount);
      assert.equal(new Set(ids).size, totalCount);
    });
  });

  it('the pages are sorted by newest start first', async () => {
    await asking({}, async asked => {
      const { jobs } = await asked.page({ PageSize: 300 });
      const starts = jobs.map(job => job.startTime);
      assert.deepEqual(
        starts,
        [...starts].sort((a, b) => b - a),
      );
    });
  });

  it('the pages have ten jobs if no size is asked for, and a link onwards as long as more follow', async () => {
    await asking({}, async asked => {
      const query = { StartTime: ticks(monday - 6 * 3_600_000), FinishTime: ticks(monday) };
      let page = await asked.page(query);
      assert.equal(page.jobs.length, 10);
      const ids = page.jobs.map(job => job.id);
      while (page.nextLink !== '') {
        const { pathname, searchParams } = new URL(page.nextLink);
        page = (await (await asked.get(pathname, Object.fromEntries(searchParams))).json()) as typeof page;
        ids.push(...page.jobs.map(job => job.id));
      }
      assert.equal(ids.length, page.totalCount);
      assert.equal(new Set(ids).size, page.totalCount);
    });
  });

  it('the pages count only themselves, lead elsewhere, or answer page 0 as page 1, if switched so', async () => {
    await asking(
      { switches: { totalCount: 'page', nextLink: 'foreign', firstPageIndex: 1 } },
      async asked => {
        const [zero, one] = [await asked.page({ PageIndex: 0 }), await asked.page({ PageIndex: 1 })];
        assert.equal(one.totalCount, 10);
        assert.notEqual(new URL(one.nextLink).origin, asked.url);
        assert.deepEqual(zero.jobs, one.jobs);
      },
    );
  });

  it('the pages respect the window to the second, half-open', async () => {
    await asking({ history: false }, async asked => {
      const start = Date.UTC(2026, 10, 23, 10, 0, 0);
      asked.simulator.plant({ id: 'A', startedAt: start + 999, endedAt: start + 60_000 });
      const ids = async (from: number, to: number) =>
        (await asked.page({ StartTime: ticks(from), FinishTime: ticks(to) })).jobs.map(job => job.id);
      assert.deepEqual(await ids(start, start + 1000), ['A']);
      assert.deepEqual(await ids(start + 1000, start + 9000), []);
      assert.deepEqual(await ids(start - 1000, start), []);
    });
  });

  it('the pages filter by end or overlap, or by dates alone, if switched so', async () => {
    await asking({ history: false }, async asked => {
      const hour = (number: number) => Date.UTC(2026, 10, 23, number);
      asked.simulator.plant(
        { id: 'early', startedAt: hour(1), endedAt: hour(3) },
        { id: 'across', startedAt: hour(3), endedAt: hour(9) },
        { id: 'running', startedAt: hour(2) },
        { id: 'late', startedAt: hour(12), endedAt: hour(13) },
      );
      const ids = async (switches: SwitchesPatch) => {
        asked.simulator.setSwitches({ windowBy: 'start', ignoreTimeOfDay: false, ...switches });
        const { jobs } = await asked.page({ StartTime: ticks(hour(4)), FinishTime: ticks(hour(10)) });
        return jobs.map(job => job.id);
      };
      assert.deepEqual(await ids({}), []);
      assert.deepEqual(await ids({ windowBy: 'end' }), ['across']);
      assert.deepEqual(await ids({ windowBy: 'overlap' }), ['across', 'running']);
      assert.deepEqual(await ids({ ignoreTimeOfDay: true }), ['late', 'across', 'running', 'early']);
    });
  });

  it('the pages have the same jobs in both shapes, each in its own units', async () => {
    await asking({}, async asked => {
      const from = monday - dayMs;
      const { jobs, totalCount } = await asked.page({
        StartTime: ticks(from),
        FinishTime: ticks(monday),
        PageSize: 500,
      });
      const answer = await asked.get(currentPath, {
        startTime: new Date(from).toISOString(),
        finishTime: '2026-11-23T15:05:00+01:00',
        pageSize: 500,
      });
      const { data, metadata } = (await answer.json()) as CurrentPage;
      assert.equal(metadata.totalCount, totalCount);
      assert.equal(data.length, jobs.length);
      for (const [index, job] of jobs.entries()) {
        const other = data[index];
        assert.ok(other);
        assert.equal(other.id, job.id);
        assert.equal(other.state, job.state);
        const startedAt = job.startTime / 10_000 - 62_135_596_800_000;
        assert.equal(other.startTime, `${new Date(Math.floor(startedAt)).toISOString().slice(0, 19)}Z`);
        assert.ok(Math.abs(Number(other.duration) - job.duration / 36e9) < 0.0011, other.duration);
        assert.equal(other.finishTime === '', job.finishTime === 0);
      }
    });
  });

  it('the pages have ticks to the last digit', async () => {
    await asking({}, async asked => {
      const text = await (await asked.get(seedPath, { JobState: 2, PageSize: 50 })).text();
      const rows = [...text.matchAll(/"startTime":(\d+),"finishTime":(\d+),"duration":(\d+)/g)];
      assert.equal(rows.length, 50);
      for (const [, start, finish, duration] of rows) {
        assert.equal(BigInt(finish ?? 0) - BigInt(start ?? 0), BigInt(duration ?? 0));
      }
      assert.ok(new Set(rows.map(([, start]) => start?.slice(-2))).size > 10);
    });
  });

  it('the pages filter by type, service and state, alone and together', async () => {
    await asking({}, async asked => {
      const count = async (query: Record<string, number>) =>
        (await asked.page({ ...query, PageSize: 1 })).totalCount;
      const total = await count({});
      for (const [name, last] of [
        ['JobType', 5],
        ['ObjectType', 12],
        ['JobState', 5],
      ] as const) {
        let sum = 0;
        for (let value = 1; value <= last; value++) {
          const some = await count({ [name]: value });
          assert.ok(some > 0, `${name}=${value}`);
          sum += some;
        }
        assert.equal(sum, total, name);
      }
      const both = await count({ JobType: 1, ObjectType: 1, JobState: 3 });
      assert.ok(both > 0 && both < (await count({ JobType: 1, ObjectType: 1 })));
    });
  });

  it('the pages have only what was planted, hostile texts unharmed, if there is no history', async () => {
    await asking({ history: false }, async asked => {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a text that a template engine must not expand
      const value = '**bold** <b>x</b> ${x} {{y}} [z](http://e.example) \u202e \u0000 "\\';
      asked.simulator.plant({
        id: 'FB1"<',
        state: 'Held',
        startedAt: monday - 60_000,
        endedAt: monday - 1000,
        errors: [{ value }],
      });
      const { jobs, totalCount } = await asked.page({ StartTime: 0, FinishTime: 0 });
      assert.equal(totalCount, 1);
      assert.equal(jobs[0]?.id, 'FB1"<');
      assert.equal(jobs[0]?.state, 'Held');
      assert.equal(jobs[0]?.jobErrors[0]?.value, value);
    });
  });

  it('one job is answered by its id, in the current shape only, and another id with 404', async () => {
    await asking({}, async asked => {
      const id = (await asked.page({ PageSize: 1 })).jobs[0]?.id;
      const one = await asked.get(`${currentPath}/${id}`);
      assert.equal(((await one.json()) as { data: { id: string } }).data.id, id);
      assert.equal((await asked.get(`${currentPath}/nothing`)).status, 404);
      assert.equal((await asked.get(`${seedPath}/${id}`)).status, 404);
    });
  });

  it('the pages accept a location: one of the jobs’ own, or another with none', async () => {
    await asking({}, async asked => {
      const count = async (query: Record<string, string>) =>
        ((await (await asked.get(currentPath, query)).json()) as CurrentPage).metadata.totalCount;
      const all = await count({});
      const parts = await Promise.all(
        ['PrimaryGeoLocation', 'EUR', 'APC'].map(Location => count({ Location })),
      );
      assert.equal(
        parts.reduce((sum, part) => sum + part, 0),
        all,
      );
      assert.equal(await count({ Location: 'JPN' }), 0);
      assert.equal((await asked.get(currentPath, { Location: 'Mars' })).status, 400);
    });
  });
});
