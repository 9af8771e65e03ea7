import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readText } from '../../src/avepoint/read-fields.ts';

describe('a text of AvePoint', () => {
  it('a text of AvePoint is never longer than its limit, and is whole if it fits', () => {
    const texts = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 20 }), (text, limit) => {
        const whole = text.trim();
        const read = readText(text, limit);
        if (whole === '') assert.equal(read, undefined);
        else if (whole.length <= limit) assert.equal(read, whole);
        else {
          assert.ok(read !== undefined && read.length <= limit);
          assert.ok(read.endsWith('…') && whole.startsWith(read.slice(0, -1)));
        }
      }),
    );
  });

  it('a text of AvePoint is not cut within a character', () => {
    for (const limit of [1, 2, 3, 4, 5]) assert.doesNotMatch(readText('🙂🙂🙂', limit) ?? '', /\p{Cs}/u);
  });
});
