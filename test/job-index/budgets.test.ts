import assert from 'node:assert/strict';
import type { SwitchesPatch } from '../../simulator/switches.ts';
import { denseDays } from './dense-days.ts';
import { hour, minute, on, type StageParts } from './staged.ts';

async function requestsPerMinute(parts: StageParts, ms = hour / 2): Promise<number> {
  let perMinute = Number.NaN;
  await on(parts, async stage => {
    await stage.run(10 * minute);
    stage.simulator.clearRequests();
    await stage.run(ms);
    perMinute = stage.requestsIn(ms) / (ms / minute);
  });
  return perMinute;
}

describe('number of requests', () => {
  it('the number of requests to fill the index with the tenant of the simulator fits the burst', async () => {
    await on({ history: true, isFilled: false }, async stage => {
      await stage.pass();
      assert.ok(stage.requestsIn(hour) <= 400, `${stage.requestsIn(hour)} requests`);
      assert.ok(stage.index.mirror.size > 5_000);
      assert.equal(stage.doubt('exchange', 59 * 24), undefined);
    });
  });

  for (const [tenant, most, parts] of [
    ['the tenant of the simulator', 15, { history: true }],
    ['the tenant of the simulator, in the current shape', 15, { history: true, shape: 'cloudbackupjobs' }],
    ['an idle tenant', 4, {}],
    ['twelve services with 200 jobs a day each', 30, { before: denseDays(), shape: 'cloudbackupjobs' }],
  ] as const satisfies readonly (readonly [string, number, StageParts])[]) {
    it(`the number of requests is at most ${most} a minute for ${tenant}`, async () => {
      const perMinute = await requestsPerMinute(parts);
      assert.ok(perMinute <= most, `${perMinute.toFixed(1)} a minute`);
    });
  }

  for (const [what, most, switches] of [
    ['4 rows at a time', 30, { maxPageSize: 4 }],
    ['whole days', 30, { ignoreTimeOfDay: true }],
    ['lists of one service only', 30, { unfiltered: 'refuse' }],
    // No list of several pages is ever whole: reading again and again overdraws for a while.
    ['rows that move between pages', 40, { order: 'shifting', maxPageSize: 10 }],
  ] as const satisfies readonly (readonly [string, number, SwitchesPatch])[]) {
    it(`the number of requests is at most ${most} a minute for twelve services with 200 jobs a day each if the API gives ${what}`, async () => {
      const caps = { steadyPerMinute: 30, fillPerMinute: 0.001, fillAtOnce: 1 };
      const perMinute = await requestsPerMinute({ before: denseDays(), switches, index: { caps } });
      assert.ok(perMinute <= most, `${perMinute.toFixed(1)} a minute`);
      assert.ok(perMinute >= 5, 'it is read');
    });
  }
});
