import assert from 'node:assert/strict';
import { asking, monday } from './ask.ts';
import { listPaths, seedPath } from './list.ts';

const minuteMs = 60_000;

describe('the switch serverClockSeconds', () => {
  for (const minutes of [5, -5]) {
    it(`AvePoint’s clock moves Date, the history and what runs by ${minutes} minutes`, async () => {
      const server = monday + minutes * minuteMs;
      await asking({}, async there => {
        there.clock.now = server;
        await asking({}, async shifted => {
          await shifted.post('/_switches', { serverClockSeconds: minutes * 60 });
          for (const path of listPaths) {
            // The same as from a simulator whose own clock shows AvePoint's time.
            assert.deepEqual(
              await shifted.list(path, { PageSize: 50 }),
              await there.list(path, { PageSize: 50 }),
            );
          }
          const { headers } = await shifted.get(seedPath);
          assert.equal(Date.parse(headers.get('date') ?? ''), server);
        });
      });
    });
  }

  it('a planted job is listed when AvePoint’s clock reaches its start', async () => {
    await asking({ history: false, switches: { serverClockSeconds: 300 } }, async ({ list, post, clock }) => {
      const startedAt = monday + 5 * minuteMs;
      await post('/_jobs', { id: 'ahead', startedAt, endedAt: startedAt + minuteMs });
      for (const path of listPaths) {
        clock.now = monday - 1;
        assert.deepEqual((await list(path)).ids, []);
        clock.now = monday;
        assert.deepEqual((await list(path)).rows[0]?.startedAt, startedAt);
        assert.equal((await list(path)).rows[0]?.state, 'InProgress');
        clock.now = monday + minuteMs;
        assert.equal((await list(path)).rows[0]?.endedAt, startedAt + minuteMs);
      }
    });
  });

  it('clockSkewSeconds moves Date on top of AvePoint’s clock, and nothing else', async () => {
    await asking(
      { switches: { serverClockSeconds: 60, clockSkewSeconds: 30 } },
      async ({ get, simulator }) => {
        const { headers } = await get(seedPath);
        assert.equal(Date.parse(headers.get('date') ?? ''), monday + 90_000);
        assert.equal(simulator.requests()[0]?.at, monday + minuteMs);
      },
    );
  });
});
