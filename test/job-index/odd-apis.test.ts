import assert from 'node:assert/strict';
import type { PlantedInput } from '../../simulator/planted.ts';
import type { SwitchesPatch } from '../../simulator/switches.ts';
import { goodBackups, hour, minute, monday, on, shapes, warnings } from './staged.ts';
import { certainServices, checkNews, twoDays } from './two-days.ts';

/** An API that differs from what is expected, and for which every answer is right and certain all the same. */
const certain: readonly (readonly [string, SwitchesPatch])[] = [
  ['filters by the start of jobs', { windowBy: 'start' }],
  ['filters by the end of jobs', { windowBy: 'end' }],
  ['filters by any overlap with the window', { windowBy: 'overlap' }],
  ['filters by start and end of jobs', { windowBy: 'within' }],
  ['ignores the time of day', { ignoreTimeOfDay: true }],
  ['ignores the time of day and filters by the end of jobs', { ignoreTimeOfDay: true, windowBy: 'end' }],
  ['lists the oldest jobs first', { order: 'oldest' }],
  ['lists jobs by id', { order: 'id' }],
  ['lists jobs in no order', { order: 'shuffled' }],
  ['moves rows between pages while they are read', { order: 'shifting' }],
  ['gives 4 rows at a time', { maxPageSize: 4 }],
  ['gives 10 rows at a time and no link', { maxPageSize: 10, nextLink: 'none' }],
  ['gives 10 rows at a time and counts those of the page', { maxPageSize: 10, totalCount: 'page' }],
  ['gives 50 rows at a time', { maxPageSize: 50 }],
  ['counts too many jobs', { totalCount: 'wrong' }],
  ['counts up to 100 jobs', { totalCount: 'capped', totalCountCap: 100 }],
  ['counts the jobs of the page', { totalCount: 'page', nextLink: 'none' }],
];

const restores: readonly PlantedInput[] = [
  { id: 'RS1', type: 2, service: 1, startedAt: monday - hour, endedAt: monday - 50 * minute },
  { id: 'RS2', type: 2, service: 7, startedAt: monday + hour, endedAt: monday + 1.2 * hour },
];

describe('index of an API that differs from what is expected', () => {
  for (const [shapeIndex, shape] of shapes.entries()) {
    // The windows differ between the shapes; for the rest, one of them each will do.
    const those = certain.filter(([, { windowBy, ignoreTimeOfDay }], index) =>
      windowBy || ignoreTimeOfDay ? true : index % 2 === shapeIndex,
    );
    for (const [what, switches] of those) {
      it(`the index is right and certain for an API that ${what} (${shape})`, async () => {
        await on({ shape, switches, before: twoDays }, async stage => {
          for (let half = 0; half < 2; half += 1) {
            await stage.run(35 * minute);
            assert.equal((await certainServices(stage)).length, 12);
          }
          checkNews(stage);
          // The bad end of exchange is still to come.
          assert.equal((await stage.okServices()).length, 9);
        });
      });
    }

    for (const minutes of [5, -5]) {
      it(`the index is right and warns in the log if AvePoint's clock is 5 minutes ${minutes > 0 ? 'ahead' : 'behind'} (${shape})`, async () => {
        const switches = { serverClockSeconds: minutes * 60 };
        await on({ shape, switches, before: twoDays }, async stage => {
          for (let half = 0; half < 2; half += 1) {
            await stage.run(35 * minute);
            const now = stage.clock.now() + minutes * minute;
            assert.equal((await certainServices(stage, now)).length, 12);
          }
          checkNews(stage, stage.clock.now() + Math.min(minutes, 0) * minute);
          const warned = warnings(stage).filter(message => message.includes('clock differs'));
          assert.equal(warned.length, 2);
        });
      });
    }
  }

  for (const parameter of ['ObjectType', 'JobType', 'JobState', 'StartTime', 'FinishTime'] as const) {
    for (const shape of shapes) {
      it(`the index is certain of nothing while the API ignores ${parameter} (${shape})`, async () => {
        await on({ shape, switches: { ignoredFilters: [parameter] }, before: twoDays }, async stage => {
          for (let round = 0; round < 8; round += 1) {
            await stage.run(8 * minute);
            assert.deepEqual(await stage.okServices(), []);
            assert.deepEqual(stage.doubt('exchange', 0.1), { kind: 'ignored', parameter });
          }
        });
      });
    }
  }

  it('the index stays in doubt while the API ignores FinishTime, also if the walks read all of the past at once', async () => {
    const days = [1, 25, 49, 73].flatMap(hours =>
      goodBackups(monday - hours * hour).map(job => ({ ...job, id: `${job.id}-${hours}` })),
    );
    const startedAt = monday - 60 * hour;
    const late = {
      id: 'LATE',
      service: 1,
      startedAt,
      endedAt: startedAt + minute,
      listedAt: monday + 14 * hour,
    };
    await on({ before: [...days, late] }, async stage => {
      await stage.run(13 * hour, 5 * minute);
      stage.simulator.setSwitches({ ignoredFilters: ['FinishTime'] });
      // The next sweep finds the late job, whose service is then asked for in the second in which it started.
      await stage.until(() => stage.doubt('exchange') !== undefined, 6 * hour);
      for (let round = 0; round < 40; round += 1) {
        await stage.run(7 * minute);
        assert.deepEqual(stage.doubt('exchange'), { kind: 'ignored', parameter: 'FinishTime' });
      }
      stage.simulator.setSwitches({ ignoredFilters: [] });
      await stage.until(() => !stage.doubt('exchange'), 1.5 * hour);
      assert.deepEqual(stage.run1('LATE').services, ['exchange']);
    });
  });

  it('the index is certain again once the API honours FinishTime and the past was read again, and not before', async () => {
    await on({ before: twoDays }, async stage => {
      await stage.run(20 * minute);
      assert.equal((await certainServices(stage)).length, 12);
      stage.simulator.setSwitches({ ignoredFilters: ['FinishTime'] });
      await stage.until(() => stage.doubt('exchange') !== undefined, 35 * minute);
      for (let round = 0; round < 4; round += 1) {
        await stage.run(17 * minute);
        assert.deepEqual(stage.doubt('exchange'), { kind: 'ignored', parameter: 'FinishTime' });
        await certainServices(stage);
      }
      checkNews(stage);
      const { readAt } = stage.index.state()?.locations[''] ?? {};
      stage.simulator.setSwitches({ ignoredFilters: [] });
      await stage.until(() => !stage.doubt('exchange'), 1.5 * hour);
      const { walk48 = 0, sweep = 0 } = stage.index.state()?.locations['']?.readAt ?? {};
      assert.ok(walk48 > (readAt?.walk48 ?? 0) && sweep > (readAt?.sweep ?? 0), 'both were read again');
      assert.equal((await certainServices(stage)).length, 12);
      checkNews(stage);
    });
  });

  for (const parameter of ['ObjectType', 'JobType'] as const) {
    it(`the index reads everything anew and is right when the API honours ${parameter} again`, async () => {
      await on({ before: [...twoDays, ...restores] }, async stage => {
        await stage.run(20 * minute);
        stage.simulator.setSwitches({ ignoredFilters: [parameter] });
        await stage.run(2.5 * hour);
        assert.deepEqual(await stage.okServices(), []);
        stage.simulator.setSwitches({ ignoredFilters: [] });
        await stage.until(() => !stage.doubt('exchange'), 4 * hour);
        assert.equal((await certainServices(stage)).length, 12);
        assert.ok(restores.every(({ id = '' }) => stage.run1(id).type === 'restore'));
        checkNews(stage);
      });
    });
  }
});
