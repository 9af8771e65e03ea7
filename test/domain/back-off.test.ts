import assert from 'node:assert/strict';
import fc from 'fast-check';
import { backOffMs, pauseMs } from '../../src/domain/back-off.ts';

const times = { firstMs: 250, longestMs: 4_000 };
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('back-off', () => {
  it('the back-off doubles a pause with each failure, up to the longest', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 5_000].map(failures => pauseMs(failures, times));
    assert.deepEqual(pauses, [250, 500, 1_000, 2_000, 4_000, 4_000, 4_000]);
  });

  it('the back-off grows by another factor if it is given one', () => {
    const pauses = [1, 2, 3].map(failures => pauseMs(failures, { ...times, factor: 3 }));
    assert.deepEqual(pauses, [250, 750, 2_250]);
  });

  it('the back-off leaves all of a pause to chance unless it is given a jitter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), random, (failures, random) => {
        const ms = backOffMs(failures, times, random);
        assert.ok(ms >= 0 && ms < pauseMs(failures, times));
      }),
    );
    assert.equal(backOffMs(3, times, 0), 0);
    assert.equal(backOffMs(3, times, 0.5), 500);
  });

  it('the back-off stays within the part of a pause that its jitter allows', () => {
    const narrow = { ...times, jitter: [0.8, 1.2] } as const;
    assert.deepEqual(
      [0, 0.5, 1].map(random => Math.round(backOffMs(3, narrow, random))),
      [800, 1_000, 1_200],
    );
  });
});
