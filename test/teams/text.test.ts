import assert from 'node:assert/strict';
import fc from 'fast-check';
import { splitAt } from '../../src/teams/text.ts';

const marksIn = (text: string, ...marks: string[]) =>
  splitAt(text, marks).flatMap(({ text, isMark }) => (isMark ? [text] : []));

describe('splitting text at marks', () => {
  it('a text is split at each of its marks, in order', () => {
    assert.deepEqual(splitAt('a-b+c-', ['-', '+']), [
      { text: 'a', isMark: false },
      { text: '-', isMark: true },
      { text: 'b', isMark: false },
      { text: '+', isMark: true },
      { text: 'c', isMark: false },
      { text: '-', isMark: true },
      { text: '', isMark: false },
    ]);
    assert.deepEqual(splitAt('', ['-', '']), [{ text: '', isMark: false }]);
  });

  it('a text is split at the longer of two marks that begin together, and at none inside another', () => {
    assert.deepEqual(marksIn('ab abc', 'ab', 'abc'), ['ab', 'abc']);
    assert.deepEqual(marksIn('abc', 'b', 'ab'), ['ab']);
    assert.deepEqual(marksIn('aaa', 'aa', 'aa'), ['aa']);
  });

  it('a split text has all its parts, whatever the text and the marks', () => {
    const few = fc.string({ unit: fc.constantFrom('a', 'b', '<'), maxLength: 30 });
    fc.assert(
      fc.property(few, fc.array(few), (text, marks) => {
        const pieces = splitAt(text, marks);
        assert.equal(pieces.map(({ text }) => text).join(''), text);
        for (const piece of pieces)
          if (piece.isMark) assert.ok(marks.includes(piece.text));
          else assert.ok(marks.every(mark => mark === '' || !piece.text.includes(mark)));
      }),
    );
  });
});
