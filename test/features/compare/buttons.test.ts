import assert from 'node:assert/strict';
import fc from 'fast-check';
import { windowOf } from '../../../src/cards/button-fields.ts';
import { askAgainLink, showLink } from '../../../src/features/compare/buttons.ts';
import { decodeAction } from '../../../src/features/index.ts';
import { now } from '../../cards/models.ts';
import { healths, questions } from '../../cards/questions.ts';

const comparisons = fc.tuple(questions, healths, healths).map(([{ type, state }, one, other]) => ({
  type,
  service: one.service,
  state,
  window: windowOf(one),
  other: { ...windowOf(other), zone: one.zone },
}));

describe('a button that compares two windows', () => {
  for (const link of [showLink, askAgainLink]) {
    it(`a button that compares two windows carries its question there and back: ${link.verb}`, () => {
      fc.assert(
        fc.property(comparisons, question => {
          const { verb, data } = JSON.parse(JSON.stringify(link.encode(question)));
          assert.equal(verb, link.verb);
          assert.deepEqual(link.decode(data, now), question);
          assert.deepEqual(decodeAction(verb, data, now)?.packed, link.encode(question));
        }),
      );
    });

    it(`a button that compares two windows is refused or carries a valid question if a field is altered: ${link.verb}`, () => {
      fc.assert(
        fc.property(comparisons, fc.nat(), fc.jsonValue(), (question, index, value) => {
          const { data } = link.encode(question);
          const keys = Object.keys(data);
          const read = link.decode({ ...data, [keys[index % keys.length] ?? 'v']: value }, now);
          if (read !== undefined) assert.deepEqual(link.decode(link.encode(read).data, now), read);
        }),
      );
    });
  }

  it('a button that compares two windows still carries its question on a card that was posted before', () => {
    const posted = {
      ...{ v: 1, o: 'exchange', s: 'failed', f: 1795302000, u: 1795352700, w: 'today', z: 'Europe/Berlin' },
      ...{ of: 1795215600, ou: 1795266300, ow: 'yesterday until 14:05' },
    };
    const question = {
      type: undefined,
      service: 'exchange',
      state: 'failed',
      window: {
        span: { from: 1795302000_000, to: 1795352700_000 },
        spanWords: 'today',
        zone: 'Europe/Berlin',
      },
      other: {
        span: { from: 1795215600_000, to: 1795266300_000 },
        spanWords: 'yesterday until 14:05',
        zone: 'Europe/Berlin',
      },
    } as const;
    assert.deepEqual(showLink.decode(posted, now), question);
    assert.deepEqual(showLink.encode(question), { verb: 'compare.show', data: posted });
    assert.deepEqual(askAgainLink.encode(question), { verb: 'compare.again', data: posted });
  });
});
