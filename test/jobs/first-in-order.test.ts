import assert from 'node:assert/strict';
import fc from 'fast-check';
import { firstInOrder } from '../../src/jobs/first-in-order.ts';

describe('the first few of a list', () => {
  it('the first few of a list are those of the sorted list, equal ones in their old order', () => {
    const one = fc.record({ rank: fc.integer({ min: 0, max: 9 }), id: fc.integer() });
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 300 }),
        fc.oneof(fc.integer({ min: 0, max: 8 }), fc.constant(300)),
        (all, count) => {
          const compare = (a: { rank: number }, b: { rank: number }) => a.rank - b.rank;
          assert.deepEqual(firstInOrder(all, compare, count), all.toSorted(compare).slice(0, count));
        },
      ),
    );
  });
});
