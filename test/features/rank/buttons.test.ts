import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jobStates, services } from '../../../src/domain/job.ts';
import { againLink, showLink } from '../../../src/features/rank/buttons.ts';
import { groupings, isOfTime, mostHourMs, type RankQuestion } from '../../../src/features/rank/question.ts';
import { now } from '../../cards/models.ts';
import { orUndefined, questions } from '../../cards/questions.ts';

const ranks = fc
  .record(
    {
      asked: questions,
      services: fc.subarray([...services], { maxLength: 4 }),
      states: fc.subarray([...jobStates], { maxLength: 3 }),
      by: fc.constantFrom(...groupings),
      limit: orUndefined(fc.integer({ min: 1, max: 12 })),
      isWorstFirst: fc.boolean(),
      isWhich: fc.boolean(),
    },
    { noNullPrototype: true },
  )
  .filter(({ asked: { span }, by }) => {
    const length = span.from === undefined ? undefined : (span.to ?? 0) - span.from;
    return length === undefined ? !isOfTime(by) : by !== 'hour' || length <= mostHourMs;
  })
  .map(({ asked: { type, span, spanWords, zone }, ...rest }): RankQuestion => {
    const states = span.from === undefined ? (['inProgress'] as const) : rest.states;
    return { type, ...rest, states, span, spanWords, zone };
  });

describe('a button of a card with groups', () => {
  for (const link of [showLink, againLink]) {
    it(`a button for groups carries its question there and back: ${link.verb}`, () => {
      fc.assert(
        fc.property(ranks, question => {
          const { data } = JSON.parse(JSON.stringify(link.encode(question)));
          assert.deepEqual(link.decode(data, now), question);
        }),
      );
    });

    it(`a button for groups is refused or carries a valid question if a field is altered: ${link.verb}`, () => {
      fc.assert(
        fc.property(ranks, fc.nat(), fc.jsonValue(), (question, index, value) => {
          const { data } = link.encode(question);
          const keys = Object.keys(data);
          const read = link.decode({ ...data, [keys[index % keys.length] ?? 'v']: value }, now);
          if (read !== undefined) assert.deepEqual(link.decode(link.encode(read).data, now), read);
        }),
      );
    });
  }

  it('a button cannot ask for the hours of a year, or for days without bounds', () => {
    const question: RankQuestion = {
      ...{ type: undefined, services: [], states: ['inProgress'], by: 'hour', limit: undefined },
      ...{ isWorstFirst: false, isWhich: false, spanWords: undefined, zone: 'UTC' },
      span: { from: now - 365 * 24 * 3_600_000, to: now },
    };
    assert.equal(showLink.decode(showLink.encode(question).data, now), undefined);
    const unbounded = { ...question, by: 'day', span: { from: undefined, to: undefined } } as const;
    assert.equal(showLink.decode(showLink.encode(unbounded).data, now), undefined);
  });
});
