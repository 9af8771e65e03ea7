import assert from 'node:assert/strict';
import { services } from '../../src/domain/job.ts';
import { pausesOf } from '../../src/job-index/queries/doubt.ts';
import { codes, goodBackups, hour, minute, monday, newsOf, on, type Stage } from './staged.ts';

/** Both ways, and back each time. */
const jumps = [6 * hour, -12 * hour, 6 * hour];

/** Lets a backup fail, and some time pass. Returns true if the index has it then. */
async function failureIsRead({ simulator, clock, run, runs }: Stage, id: string): Promise<boolean> {
  const now = clock.elsewhere();
  const job = { id, service: 1, state: codes.failed };
  simulator.plant({ ...job, startedAt: now - 3 * minute, endedAt: now - 2 * minute });
  await run(70_000, 10_000);
  return runs(id).length === 1;
}

describe('wall clock that jumps', () => {
  it('a wall clock that jumps six hours either way, and back, stops no reading, makes nothing doubtful, and is no pause', async () => {
    await on({ before: goodBackups() }, async stage => {
      for (const [index, ms] of jumps.entries()) {
        await stage.run(3 * minute);
        stage.clock.jump(ms);
        assert.deepEqual(await stage.okServices(), index === 0 ? services : services.slice(1), 'at once');
        assert.ok(await failureIsRead(stage, `FAILED${index}`));
        assert.equal(stage.doubt('exchange', 48), undefined);
      }
      assert.deepEqual(pausesOf(stage.index), []);
      const ends = goodBackups().length + jumps.length;
      assert.equal(stage.index.mirror.size, ends, 'each run is there once');
      assert.equal(new Set(newsOf(stage)).size, newsOf(stage).length);
    });
  });

  it('a wall clock that jumps six hours either way, and back, asks AvePoint for hardly more than otherwise', async () => {
    await on({ before: goodBackups() }, async stage => {
      await stage.run(hour);
      const usual = stage.requestsIn(10 * minute);
      for (const ms of jumps) {
        stage.clock.jump(ms);
        await stage.run(10 * minute);
        const now = stage.requestsIn(10 * minute);
        assert.ok(now <= usual * 1.5, `${now} requests in ten minutes, and not ${usual}`);
      }
    });
  });

  it('a run counts as lost only after it has been missing for an hour, by a clock that jumps', async () => {
    const gone = { id: 'D', service: 6, startedAt: monday - minute, unlistedAt: monday + 5 * minute };
    await on({ before: [...goodBackups(), gone] }, async stage => {
      await stage.run(12 * minute);
      assert.notEqual(stage.run1('D').missingSince, undefined);
      for (const ms of jumps) {
        stage.clock.jump(ms);
        await stage.run(12 * minute);
        assert.equal(stage.run1('D').endSeenAt, undefined);
      }
      await stage.run(30 * minute);
      assert.notEqual(stage.run1('D').endSeenAt, undefined);
    });
  });
});
