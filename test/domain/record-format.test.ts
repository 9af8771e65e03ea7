import assert from 'node:assert/strict';
import { recordFormat } from '../../src/domain/record-format.ts';

interface Note {
  readonly text: string;
  readonly tags?: readonly string[];
  readonly seen?: number;
}

const stored = (value: unknown) => JSON.parse(JSON.stringify(value));
const format = recordFormat<Note>([
  ({ tag, ...note }) => (tag === undefined ? note : { ...note, tags: [tag] }),
  ({ seen: _, ...note }) => note,
]);

describe('records with a format of their own', () => {
  it('a record is read as it was written', () => {
    const note = { text: 'ä', tags: ['a'], seen: 1, left: undefined };
    assert.deepEqual(format.read(stored(format.write(note))), { text: 'ä', tags: ['a'], seen: 1 });
  });

  it('a record of the first version, which had no number, takes all steps', () => {
    assert.deepEqual(format.read({ text: 'x', tag: 'a', seen: 1 }), { text: 'x', tags: ['a'] });
  });

  it('a record of a version between takes the steps after it', () => {
    const second = recordFormat<Note>([note => note]);
    assert.deepEqual(format.read(stored(second.write({ text: 'x', tags: ['a'], seen: 1 }))), {
      text: 'x',
      tags: ['a'],
    });
  });

  it('a record that an older version has changed since takes all steps, though it copied the number', () => {
    const changed = { ...stored(format.write({ text: 'x', tags: ['a'], seen: 1 })), text: 'y' };
    assert.deepEqual(format.read(changed), { text: 'y', tags: ['a'] });
  });

  it('a record of a newer version is read as it is', () => {
    const newer = recordFormat<Note>([note => note, note => note, note => note]);
    const note = { text: 'x', seen: 1 };
    assert.deepEqual(format.read(stored(newer.write(note))), note);
  });
});
