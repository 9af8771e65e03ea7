import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jobStates, jobTypes, services } from '../../../src/domain/job.ts';
import { type Narrowing, narrowingLimits, orders } from '../../../src/domain/narrowing.ts';
import { againLink, againOfPage, pageLink } from '../../../src/features/job-list/buttons.ts';
import { decodeNarrowing, encodeNarrowing } from '../../../src/features/job-list/narrowing-fields.ts';
import { aQuestion, monday } from '../../support/fakes.ts';

const some = <T>(all: readonly T[]) => fc.subarray([...all], { minLength: 1 });
const isStrict = fc.boolean();
const narrowings: fc.Arbitrary<Narrowing> = fc
  .record(
    {
      order: fc.constantFrom(...orders),
      length: fc.record(
        { minMs: fc.nat(), isStrict, isWithRunning: fc.boolean() },
        { noNullPrototype: true },
      ),
      error: fc.record(
        {
          text: fc.string({ minLength: 1, maxLength: narrowingLimits.maxErrorLength }),
          isPhrase: fc.boolean(),
        },
        { noNullPrototype: true },
      ),
      without: fc.record(
        { types: some(jobTypes), services: some(services), states: fc.constant([]) },
        { noNullPrototype: true },
      ),
      among: fc.record({ services: some(services), states: some(jobStates) }, { noNullPrototype: true }),
    },
    { requiredKeys: ['order'], noNullPrototype: true },
  )
  .chain(one =>
    fc.option(fc.integer({ min: 1, max: 1_000 })).map(limit => (limit ? { ...one, limit } : one)),
  );

describe('a button of a list that is narrowed', () => {
  it('a button of a list that is narrowed carries all of what narrows it', () => {
    fc.assert(
      fc.property(narrowings, narrowed => {
        assert.deepEqual(decodeNarrowing(encodeNarrowing(narrowed)), narrowed);
        const page = {
          question: aQuestion({ narrowed }),
          pageIndex: 1,
          firstTotal: 12,
          from: 'index',
        } as const;
        const carried = JSON.parse(JSON.stringify(pageLink.encode(page).data));
        assert.deepEqual(pageLink.decode(carried, monday), page);
        assert.deepEqual(againLink.decode(againOfPage(page).data, monday)?.question, page.question);
      }),
    );
  });

  it('a forged button of a list that is narrowed is refused', () => {
    const page = {
      question: aQuestion({ narrowed: { order: 'latest', limit: 5 } }),
      pageIndex: 0,
      firstTotal: 1,
    };
    const { data } = pageLink.encode(page);
    const forged: readonly unknown[] = [
      'longest',
      {},
      { r: 'random' },
      { l: 5 },
      { r: 'latest', l: 0 },
      { r: 'latest', l: 5_000 },
      { r: 'latest', l: 1.5 },
      { a: -1 },
      { a: 2, b: 1 },
      { a: 1e15 },
      { e: '' },
      { e: 'x'.repeat(81) },
      { o: ['entra'] },
      { s: Array(6).fill('failed') },
    ];
    for (const x of forged)
      assert.equal(pageLink.decode({ ...data, x }, monday), undefined, JSON.stringify(x));
  });

  it('a button from before lists could be narrowed still shows its list', () => {
    const { data } = pageLink.encode({ question: aQuestion(), pageIndex: 0, firstTotal: 1 });
    assert.equal(pageLink.decode(data, monday)?.question.narrowed, undefined);
    assert.equal('x' in data, false);
  });
});
