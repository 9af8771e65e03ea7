import assert from 'node:assert/strict';
import fc from 'fast-check';
import { percentText } from '../../../src/features/rate/percent.ts';

describe('a share in per cent', () => {
  it('a share that is not whole is never rounded to 100%, and one that is not nothing never to 0%', () => {
    for (const [part, whole, text] of [
      [0, 3, '0%'],
      [3, 3, '100%'],
      [1, 3, '33.3%'],
      [108, 112, '96.4%'],
      [9996, 10_000, 'more than 99.9%'],
      [4, 10_000, 'less than 0.1%'],
      [999, 1000, '99.9%'],
      [1, 1000, '0.1%'],
    ] as const)
      assert.equal(percentText(part, whole), text);
  });

  it('a share says all or none only of all or none, and is otherwise true to a tenth', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200_000 }), fc.nat(200_000), (whole, some) => {
        const part = some % (whole + 1);
        const text = percentText(part, whole);
        assert.equal(text === '100%', part === whole);
        assert.equal(text === '0%', part === 0);
        const share = (100 * part) / whole;
        const number = Number(/[\d.]+/.exec(text)?.[0]);
        if (text.startsWith('more')) assert.ok(share > number);
        else if (text.startsWith('less')) assert.ok(share < number);
        else assert.ok(Math.abs(share - number) <= 0.05 + 1e-9, text);
      }),
    );
  });
});
