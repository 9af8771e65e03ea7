import assert from 'node:assert/strict';
import { type Asked, asking } from './ask.ts';
import { currentPath, type ListQuery, listPaths, type Row, seedPath } from './list.ts';

const hourMs = 3_600_000;
/** Monday 23 November 2026, 23:00 UTC: an hour before the day changes. */
const night = Date.UTC(2026, 10, 23, 23);

/** Planted jobs alone; the token outlives the test. */
const alone = { history: false, switches: { tokenLifetimeSeconds: 86_400 } };

/** The rows of a list that is the same in both shapes. */
async function rowsAt({ list, clock }: Asked, now: number, query: ListQuery = {}): Promise<readonly Row[]> {
  clock.now = now;
  const [seed, current] = await Promise.all(listPaths.map(path => list(path, query)));
  assert.deepEqual(seed, current);
  return seed?.rows ?? [];
}

describe('a job that is queued, starts after midnight and is cancelled', () => {
  const startedAt = night + 2 * hourMs;
  const cancelledAt = night + 3 * hourMs;
  const job = {
    id: 'moved',
    startedAt: night,
    phases: [
      { from: cancelledAt, state: 'Canceled', endedAt: cancelledAt },
      { from: night, state: 'Queued' },
      { from: startedAt, state: 1, startedAt },
    ],
  };
  const staging = (use: (asked: Asked) => Promise<void>) =>
    asking(alone, async asked => {
      await asked.post('/_jobs', job);
      await use(asked);
    });

  it('a cancelled job is listed with the state, start and end that it has at the moment', () =>
    staging(async asked => {
      const row = { id: 'moved', errors: 0, endedAt: undefined };
      assert.deepEqual(await rowsAt(asked, night - 1), []);
      assert.deepEqual(await rowsAt(asked, night), [{ ...row, state: 'Queued', startedAt: night }]);
      assert.deepEqual(await rowsAt(asked, startedAt), [{ ...row, state: 'InProgress', startedAt }]);
      assert.deepEqual(await rowsAt(asked, cancelledAt), [
        { ...row, state: 'Canceled', startedAt, endedAt: cancelledAt },
      ]);
    }));

  it('a job whose start moves past midnight is found by the window of its start at the moment', () =>
    staging(async asked => {
      const [before, after] = [
        { from: night, to: night + hourMs },
        { from: startedAt, to: startedAt + hourMs },
      ];
      const found = async (now: number) => [
        (await rowsAt(asked, now, before)).length,
        (await rowsAt(asked, now, after)).length,
      ];
      assert.deepEqual(await found(startedAt - 1), [1, 0]);
      assert.deepEqual(await found(startedAt), [0, 1]);
      assert.deepEqual(await found(cancelledAt), [0, 1]);
      asked.simulator.setSwitches({ windowBy: 'end' });
      assert.deepEqual(await found(cancelledAt), [0, 0]);
      assert.equal((await rowsAt(asked, cancelledAt, { from: cancelledAt })).length, 1);
    }));

  it('a queued or cancelled job matches no JobState', () =>
    staging(async asked => {
      for (const [now, states] of [
        [night, []],
        [startedAt, [1]],
        [cancelledAt, []],
      ] as const) {
        for (const JobState of [1, 2, 3, 4, 5]) {
          const found = await rowsAt(asked, now, { JobState });
          assert.equal(found.length, states.some(state => state === JobState) ? 1 : 0, `${JobState}`);
        }
      }
    }));

  it('a cancelled job is found by its id as it is listed', () =>
    staging(async ({ get, clock }) => {
      for (const [now, state] of [
        [night, 'Queued'],
        [startedAt, 'InProgress'],
        [cancelledAt, 'Canceled'],
      ] as const) {
        clock.now = now;
        const { data } = (await (await get(`${currentPath}/moved`)).json()) as { data: { state: string } };
        assert.equal(data.state, state);
      }
    }));
});

describe('a job that ended and runs again under the same id', () => {
  const endedAt = night + hourMs;
  const againAt = night + 2 * hourMs;
  const againEndedAt = night + 4 * hourMs;
  for (const [which, startedAt] of [
    ['the same start', night],
    ['another start', againAt],
  ] as const) {
    it(`a job runs again with ${which} and ends a second time`, async () => {
      await asking(alone, async asked => {
        await asked.post('/_jobs', {
          id: 'again',
          startedAt: night,
          endedAt,
          state: 3,
          errors: [{ value: 'Access denied' }],
          phases: [
            { from: againAt, startedAt, endedAt: null },
            { from: againEndedAt, endedAt: againEndedAt, state: 2 },
          ],
        });
        const row = { id: 'again', startedAt: night };
        assert.deepEqual(await rowsAt(asked, againAt - 1), [{ ...row, state: 'Failed', endedAt, errors: 1 }]);
        assert.deepEqual(await rowsAt(asked, againEndedAt - 1), [
          { ...row, startedAt, state: 'InProgress', endedAt: undefined, errors: 0 },
        ]);
        assert.deepEqual(await rowsAt(asked, againEndedAt), [
          { ...row, startedAt, state: 'Finished', endedAt: againEndedAt, errors: 1 },
        ]);
      });
    });
  }
});

describe('phases beside other fields', () => {
  it('phases count only while the job is listed', async () => {
    await asking(alone, async asked => {
      await asked.post('/_jobs', {
        id: 'brief',
        startedAt: night,
        listedAt: night + 2 * hourMs,
        unlistedAt: night + 4 * hourMs,
        phases: [
          { from: night + hourMs, state: 'Queued' },
          { from: night + 3 * hourMs, state: 'Held' },
        ],
      });
      const states = [];
      for (const hours of [1, 2, 3, 4]) {
        states.push((await rowsAt(asked, night + hours * hourMs)).map(({ state }) => state));
      }
      assert.deepEqual(states, [[], ['Queued'], ['Held'], []]);
    });
  });

  it('a job that has not started yet has no negative duration', async () => {
    await asking(alone, async ({ post, get, clock }) => {
      clock.now = night;
      await post('/_jobs', { startedAt: night + hourMs, listedAt: night });
      const seed = (await (await get(seedPath)).json()) as { jobs: { duration: number }[] };
      const current = (await (await get(currentPath)).json()) as { data: { duration: string }[] };
      assert.deepEqual([seed.jobs[0]?.duration, current.data[0]?.duration], [0, '0.000']);
    });
  });
});
