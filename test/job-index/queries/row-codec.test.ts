import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jobStates, jobTypes, services } from '../../../src/domain/job.ts';
import { rowOf, runOfRow } from '../../../src/job-index/row-codec.ts';
import { type Run, startOf } from '../../../src/job-index/run.ts';
import { aJob, hour, monday } from '../../support/fakes.ts';

const day = 24 * hour;
const none = fc.constant(undefined);
const moment = fc.integer({ min: monday - 60 * day, max: monday });
const maybe = <T>(some: fc.Arbitrary<T>) => fc.oneof(none, some);
const count = maybe(fc.nat());
const text = fc.string({ unit: 'binary', maxLength: 40 });

const plain = { noNullPrototype: true };

/** Any run that the index can hold. */
const anyRun: fc.Arbitrary<Run> = fc
  .record(
    {
      type: fc.constantFrom(...jobTypes),
      services: fc.uniqueArray(fc.constantFrom(...services), { maxLength: 3 }),
      location: maybe(fc.constantFrom('NAM', 'EUR')),
      job: fc.record(
        {
          id: maybe(fc.oneof(text, fc.constant('IB20261123020000000001'))),
          state: maybe(fc.constantFrom(...jobStates)),
          stateText: maybe(text),
          startedAt: maybe(moment),
          finishedAt: maybe(moment),
          durationMs: maybe(fc.nat()),
          objects: maybe(
            fc.record({ total: count, failed: count, successful: count, skipped: count }, plain),
          ),
          errors: fc.array(fc.record({ message: text, helpUrl: maybe(text), count }, plain), {
            maxLength: 3,
          }),
        },
        plain,
      ),
      firstSeenAt: moment,
      endSeenAt: maybe(moment),
      news: maybe(fc.nat()),
      missingSince: maybe(moment),
      unlisted: fc.integer({ min: 0, max: 3 }),
      suffix: text,
    },
    plain,
  )
  .map(({ suffix, ...run }) => ({ ...run, key: `${run.job.id ?? ''}${suffix}` }));

const aRun: Run = {
  key: 'a 1',
  type: 'backup',
  services: ['exchange'],
  location: undefined,
  job: aJob({ errors: [{ message: 'no', helpUrl: undefined, count: 2 }] }),
  firstSeenAt: monday,
  endSeenAt: monday,
  news: 7,
  missingSince: undefined,
  unlisted: 0,
};

/** As a journal gives a value back. */
const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('rows of the job index', () => {
  it('rows of the job index give back the run that was stored', () => {
    fc.assert(
      fc.property(anyRun, run => {
        const { key, value } = rowOf(run);
        assert.deepStrictEqual(runOfRow(key, stored(value)), run);
      }),
      { seed: 14, numRuns: 1_000 },
    );
  });

  it('rows of the job index are stored under the day of the start, and by service', () => {
    fc.assert(
      fc.property(anyRun, run => {
        const { key, day: storedDay, part } = rowOf(run);
        assert.equal(key, run.key);
        assert.equal(storedDay, Math.floor(startOf(run) / day));
        assert.equal(part, run.services[0] ?? 'unknown');
      }),
      { seed: 14 },
    );
  });

  it('rows of the job index share equal lists of services in memory', () => {
    const value = rowOf(aRun).value;
    const [first, second] = [runOfRow('a 1', stored(value)), runOfRow('b 2', stored(value))];
    assert.equal(first?.services, second?.services);
  });

  it('rows of the job index are read if a later version has added something', () => {
    const { key, value } = rowOf(aRun);
    assert.deepEqual(runOfRow(key, stored({ ...(value as object), later: { any: 'thing' } })), aRun);
  });

  const { value: good } = rowOf(aRun) as { value: object };
  const others: readonly (readonly [string, unknown])[] = [
    ['nothing', undefined],
    ['null', null],
    ['a text', 'run'],
    ['a list', []],
    ['no type', { ...good, t: undefined }],
    ['a type that is not known', { ...good, t: 'archive' }],
    ['a service that is not known', { ...good, s: ['exchange', 'planner'] }],
    ['one service instead of a list', { ...good, s: 'exchange' }],
    ['a state that is not known', { ...good, st: 'paused' }],
    ['an id that is a number', { ...good, id: 7 }],
    ['a start that is a text', { ...good, b: '2026-11-23' }],
    ['no moment of the first sight', { ...good, f: undefined }],
    ['three counts', { ...good, o: [1, 2, 3] }],
    ['a count that is a text', { ...good, o: [1, 2, 3, '4'] }],
    ['an error of another form', { ...good, er: [{ message: 'no' }] }],
    ['an error of four parts', { ...good, er: [['no', null, 1, 'more']] }],
    ['a count of an error that is a text', { ...good, er: [['no', null, '1']] }],
  ];
  for (const [what, value] of others) {
    it(`rows of the job index are left out if a later version wrote ${what}`, () => {
      assert.equal(runOfRow('a 1', value === undefined ? undefined : stored(value)), undefined);
    });
  }
});
