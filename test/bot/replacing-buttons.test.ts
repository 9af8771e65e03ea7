import assert from 'node:assert/strict';
import { markOfPress, marksOn } from '../../src/bot/replacing-buttons.ts';
import { execute } from '../../src/cards/actions.ts';
import { monday } from '../support/fakes.ts';
import { type Press, packPress } from '../support/press.ts';

const id = '0123456789ab';
const change = { kind: 'target', service: 'exchange', targetMs: 43_200_000 };

const markOf = (press: Press) => {
  const { verb, data } = packPress(press);
  return markOfPress(verb, data, monday);
};

describe('the mark of a button that may replace its card', () => {
  // The store has marks of cards that were posted long ago.
  for (const [press, mark] of [
    [{ verb: 'digest.pause', id }, '_6IUxFkGxtan'],
    [{ verb: 'digest.resume', id }, 'zeA-2z1xRZB3'],
    [{ verb: 'watch.end', id }, 'Ty07sl7rbXOO'],
    [{ verb: 'change.save', change, seen: '0123456789abcdef' }, 'rDEiJmWe9_i6'],
    [{ verb: 'settings.restore' }, 'lkq3CY07SOKG'],
  ] as const)
    it(`the mark of ${press.verb} is what cards posted before have on record`, () => {
      assert.equal(markOf(press), mark);
    });

  it('a button that replaces no card has no mark, and neither has anything that isn’t ours', () => {
    assert.equal(markOf({ verb: 'digest.now', id }), undefined);
    assert.equal(markOf({ verb: 'ask', sentence: 'status' }), undefined);
    assert.equal(markOfPress('digest.off', { v: 1, d: 'x' }, monday), undefined);
    assert.equal(markOfPress(7, {}, monday), undefined);
  });

  it('a card has the marks of its replacing buttons alone', () => {
    const actions = ['digest.now', 'digest.off'].map(verb => execute(verb, packPress({ verb, id })));
    assert.deepEqual(marksOn({ body: [], actions } as never, monday), [markOf({ verb: 'digest.off', id })]);
  });
});
