import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { root } from '../../scripts/root.ts';
import { asking, monday } from './ask.ts';
import { currentPath, seedPath } from './list.ts';

const errors = [{ value: 'x' }];

function fixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`test/fixtures/avepoint/${name}.json`, root), 'utf8'));
}

/** Names and kinds of values, through the first row of every list. */
function outline(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(outline);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, outline(inner)]));
}

describe('bodies of the simulator', () => {
  const planted = { startedAt: monday - 60_000, endedAt: monday - 1000 };

  for (const [name, letterCase, path, failed] of [
    ['cloudbackup-jobs', 'camel', seedPath, false],
    ['cloudbackup-jobs.pascal', 'pascal', seedPath, false],
    ['cloudbackup-jobs.failed', 'camel', seedPath, true],
    ['cloudbackupjobs', 'camel', currentPath, false],
    ['cloudbackupjobs.job', 'camel', `${currentPath}/one`, false],
  ] as const) {
    it(`a body of the simulator has the published sample’s names, kinds and order of names: ${name}`, async () => {
      await asking({ history: false, switches: { letterCase } }, async ({ simulator, get }) => {
        simulator.plant({ id: 'one', ...planted, ...(failed ? { errors } : {}) });
        const body = (await (await get(path)).json()) as object;
        assert.deepEqual(outline(body), outline(fixture(name)));
        assert.equal(JSON.stringify(outline(body)), JSON.stringify(outline(fixture(name))));
      });
    });
  }

  it('a body of the simulator has the published sample’s names, kinds and order of names: cloudbackupjobs.error', async () => {
    await asking({}, async ({ get }) => {
      const body = await (await get(currentPath, { PageSize: 'x' })).json();
      assert.deepEqual(outline(body), outline(fixture('cloudbackupjobs.error')));
    });
  });

  it('a body of the simulator has the published sample’s names, kinds and order of names: token', async () => {
    await asking({}, async ({ token }) => {
      assert.deepEqual(outline(await (await token()).json()), outline(fixture('token')));
    });
  });
});

describe('a running job', () => {
  for (const [unfinished, seed, current] of [
    ['empty', 0, ''],
    ['minimum', 0, '0001-01-01T00:00:00Z'],
    ['null', null, null],
    ['absent', undefined, undefined],
  ] as const) {
    it(`a running job has its end as ${unfinished}`, async () => {
      await asking({ history: false, switches: { unfinished } }, async ({ simulator, get }) => {
        simulator.plant({ startedAt: monday - 7_200_000 });
        const seedBody = (await (await get(seedPath)).json()) as { jobs: Record<string, unknown>[] };
        const currentBody = (await (await get(currentPath)).json()) as { data: Record<string, unknown>[] };
        assert.equal(seedBody.jobs[0]?.finishTime, seed);
        assert.equal(currentBody.data[0]?.finishTime, current);
        assert.equal(currentBody.data[0]?.state, 'InProgress');
        assert.equal(currentBody.data[0]?.duration, '2.000');
        assert.equal(seedBody.jobs[0]?.duration, 72_000_000_000);
      });
    });
  }
});
