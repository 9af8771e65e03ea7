import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cut } from '../../src/domain/cut.ts';

describe('a text that is cut', () => {
  it('a text that is cut is never longer than its limit, begins as it did, and ends with a whole character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat({ max: 20 }), (text, limit) => {
        const short = cut(text, limit);
        assert.ok(short.length <= limit && text.startsWith(short));
        assert.doesNotMatch(short, /\p{Cs}/u);
        assert.ok(short.length >= Math.min(text.length, limit - 1));
      }),
    );
  });
});
