import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createAskLimits } from '../../src/access/ask-limits.ts';
import { fakeClock } from '../support/fakes.ts';

const minuteMs = 60_000;

describe('what one person may ask in a minute', () => {
  it('is as many as are set, for each person by themselves', () => {
    const limits = createAskLimits(3, fakeClock());
    assert.deepEqual(
      [1, 2, 3].map(() => limits.take('kim', true)),
      [undefined, undefined, undefined],
    );
    assert.equal(limits.take('kim', true), 20_000);
    assert.equal(limits.take('lee', true), undefined);
  });

  it('is possible again after the time that was told, and not a second before', () => {
    const clock = fakeClock();
    const limits = createAskLimits(30, clock);
    for (let count = 0; count < 30; count += 1) assert.equal(limits.take('kim', true), undefined);
    const waitMs = limits.take('kim', true) ?? 0;
    clock.advance(waitMs - 1_000);
    assert.ok(limits.take('kim', true));
    clock.advance(1_000);
    assert.equal(limits.take('kim', true), undefined);
  });

  it('keeps nobody from what reaches no API, which has a bound of its own', () => {
    const limits = createAskLimits(1, fakeClock());
    limits.take('kim', true);
    assert.ok(limits.take('kim', true));
    let others = 0;
    while (limits.take('kim', false) === undefined) others += 1;
    assert.equal(others, 120);
    assert.ok(limits.take('lee', true) === undefined, 'one person’s haste is nobody else’s');
  });

  it('is without limit where 0 is set', () => {
    const limits = createAskLimits(0, fakeClock());
    for (let count = 0; count < 10_000; count += 1) assert.equal(limits.take('kim', true), undefined);
  });

  it('is the same if the wall clock is set', () => {
    const clock = fakeClock();
    const limits = createAskLimits(1, clock);
    limits.take('kim', true);
    for (const hours of [-24, 48]) {
      clock.jump(hours * 60 * minuteMs);
      assert.equal(limits.take('kim', true), minuteMs);
    }
  });

  it('holds for whatever is asked whenever: never more than the limit at once and twice it in a minute', () => {
    const waits = fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 200 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), waits, (perMinute, pauses) => {
        const clock = fakeClock();
        const limits = createAskLimits(perMinute, clock);
        const taken: number[] = [];
        for (const pause of pauses) {
          clock.advance(pause);
          if (limits.take('kim', true) === undefined) taken.push(clock.now());
        }
        for (const [index, at] of taken.entries()) {
          const within = (ms: number) => taken.slice(0, index + 1).filter(other => other > at - ms).length;
          assert.ok(within(1) <= perMinute);
          assert.ok(within(minuteMs) <= 2 * perMinute);
          // From any moment: a full bucket, and what has run in since.
          const first = taken[0] ?? at;
          assert.ok(index + 1 <= perMinute + ((at - first) / minuteMs) * perMinute + 1);
        }
      }),
      { numRuns: 100 },
    );
  });
});
