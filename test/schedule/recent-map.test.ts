import assert from 'node:assert/strict';
import { createRecentMap } from '../../src/schedule/recent-map.ts';
import { fakeClock, monday } from '../support/fakes.ts';

describe('a recent map', () => {
  it('a recent map returns an entry until its time is over, counted from when it was last set', () => {
    const clock = fakeClock(monday);
    const map = createRecentMap<number>(1_000, clock);
    map.set('a', 1);
    clock.advance(999);
    map.set('a', 2);
    clock.advance(999);
    assert.equal(map.get('a'), 2);
    clock.advance(1);
    assert.equal(map.get('a'), undefined);
    map.set('b', 3);
    map.delete('b');
    assert.equal(map.get('b'), undefined);
  });

  it('a recent map has only entries in memory that were set within its time, though no key comes again', () => {
    const clock = fakeClock(monday);
    const map = createRecentMap<number>(1_000, clock);
    for (let n = 0; n < 10_000; n += 1) {
      map.set(`gone ${n}`, n);
      if (n % 50 === 0) map.set('stays', n);
      clock.advance(10);
      assert.ok(map.size() <= 101, `${map.size()} entries after ${n}`);
    }
    assert.equal(map.get('stays'), 9_950);
  });
});
