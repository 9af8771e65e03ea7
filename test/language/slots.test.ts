import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lengthAt } from '../../src/language/durations.ts';
import { numberAt } from '../../src/language/numbers.ts';
import { phraseEnd, phraseTable } from '../../src/language/phrases.ts';
import { fillSlots, once } from '../../src/language/slots.ts';
import { tokenise } from '../../src/language/tokens.ts';

const tokensOf = (text: string) => tokenise(text, () => true);
const noneTaken = (tokens: readonly unknown[]) => tokens.map(() => false);

describe('slots of a sentence', () => {
  it('a slot has everything that its recogniser reads, in the order of the sentence and with its place', () => {
    const tokens = tokensOf('after 2 hours or 5 then 3 hours');
    const taken = noneTaken(tokens);
    const { lengths, numbers } = fillSlots(tokens, taken, { lengths: lengthAt, numbers: numberAt });
    const hourMs = 3_600_000;
    assert.deepEqual(
      lengths.map(({ start, end, ms }) => [start, end, ms]),
      [
        [1, 3, 2 * hourMs],
        [6, 8, 3 * hourMs],
      ],
    );
    assert.deepEqual(
      numbers.map(({ start, end, value }) => [start, end, value]),
      [[4, 5, 5]],
    );
    assert.deepEqual(taken, [false, true, true, false, true, false, true, true]);
  });

  it('the first recogniser that reads something at a place takes it', () => {
    const tokens = tokensOf('2 hours');
    const { lengths, numbers } = fillSlots(tokens, noneTaken(tokens), {
      numbers: numberAt,
      lengths: lengthAt,
    });
    assert.deepEqual([lengths.length, numbers.length], [0, 1]);
  });

  it('a sign fills no slot, and neither does a token that is already taken', () => {
    const tokens = tokensOf('one , two');
    const seen: number[] = [];
    const look = (_: unknown, at: number) => {
      seen.push(at);
      return undefined;
    };
    fillSlots(tokens, [true, false, false], { look });
    assert.deepEqual(seen, [2]);
  });

  it('a recogniser that reads once leaves the second of its kind to the others', () => {
    const tokens = tokensOf('5 6 7');
    const { first, others } = fillSlots(tokens, noneTaken(tokens), {
      first: once(numberAt),
      others: numberAt,
    });
    assert.deepEqual(
      [...first, ...others].map(({ value }) => value),
      [5, 6, 7],
    );
    assert.equal(first.length, 1);
  });
});

describe('a table of phrases', () => {
  const table = phraseTable([
    ['off, no more', 'end'],
    ['no, more', 'other'],
  ]);

  it('the longest phrase at a place is found, wherever it is in the table', () => {
    const tokens = tokensOf('no more off');
    assert.deepEqual(table.at(tokens, 0), { end: 2, meaning: 'end' });
    assert.deepEqual(table.at(tokens, 1), { end: 2, meaning: 'other' });
    assert.equal(table.at(tokens, 3), undefined);
  });

  it('words that are tied by a hyphen are a phrase only in a table that allows it', () => {
    const tokens = tokensOf('no-more');
    assert.deepEqual(table.at(tokens, 0), { end: 1, meaning: 'other' });
    assert.deepEqual(phraseTable([['no more', true]], phraseEnd).at(tokens, 0), { end: 3, meaning: true });
  });

  it('each word of the phrases is listed once', () => {
    assert.deepEqual([...table.words].sort(), ['more', 'no', 'off']);
  });
});
