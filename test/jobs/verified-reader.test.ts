import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Job, JobPage, JobQuery, JobState } from '../../src/domain/job.ts';
import { jobStates } from '../../src/domain/job.ts';
import { monotonicMs } from '../../src/domain/time.ts';
import { createCountTrust } from '../../src/jobs/count-trust.ts';
import { problemCount, tallied, verdictOf } from '../../src/jobs/tally.ts';
import { createVerifiedReader, InconsistentResponseError } from '../../src/jobs/verified-reader.ts';
import { aJob, fakeSource, hour, monday } from '../support/fakes.ts';

const span = { from: monday - 24 * hour, to: monday };
const until = monday + 10_000;
const filter = { type: 'backup', service: 'exchange' } as const;
const any = { ...filter, state: undefined };

const manyJobs = (states: readonly JobState[]): Job[] =>
  states.map((state, index) =>
    aJob({ id: `FB${index}`, state, startedAt: monday - (index % 24) * hour - 1000 }),
  );

interface Oddness {
  /** TotalCount counts the page only. */
  readonly ownCount?: boolean;
  /** No page has more rows. */
  readonly most?: number;
  readonly link?: boolean;
}

/** A source with these jobs, and with behaviour that the documentation leaves open. */
function holding(all: readonly Job[], { ownCount = false, most = 1000, link = true }: Oddness = {}) {
  return fakeSource(({ state, pageIndex, pageSize }: JobQuery): JobPage => {
    const matches = all.filter(job => state === undefined || job.state === state);
    const size = Math.min(pageSize, most);
    const jobs = matches.slice(pageIndex * size, (pageIndex + 1) * size);
    return {
      jobs,
      totalCount: ownCount ? jobs.length : matches.length,
      hasMore: link && (pageIndex + 1) * size < matches.length,
    };
  });
}

const careful = (source: ReturnType<typeof fakeSource>) => createVerifiedReader(source, createCountTrust());

describe('a verified count', () => {
  it('a verified count takes one request of one row, if the source counts all matches', async () => {
    const source = holding(manyJobs(Array.from({ length: 43 }, () => 'failed')));
    assert.deepEqual(await careful(source).count(any, span, monotonicMs(until)), {
      value: 43,
      atLeast: false,
    });
    assert.deepEqual(
      source.queries.map(({ pageSize, pageIndex }) => [pageSize, pageIndex]),
      [[1, 0]],
    );
  });

  it('a verified count is right for every number of jobs and every behaviour, or "at least"', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 620 }),
        fc.boolean(),
        fc.constantFrom(7, 30, 100, 1000),
        async (length, ownCount, most) => {
          const source = holding(manyJobs(Array.from({ length }, () => 'finished')), { ownCount, most });
          const { value, atLeast } = await careful(source).count(any, span, monotonicMs(until));
          assert.ok(atLeast ? value <= length && ownCount : value === length, `${value} of ${length}`);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('a verified count fails if a job is outside the window, or in another state', async () => {
    const early = holding([aJob({ startedAt: span.from - 1000 })]);
    await assert.rejects(careful(early).count(any, span, monotonicMs(until)), InconsistentResponseError);
    const other = fakeSource(() => ({ jobs: [aJob({ state: 'finished' })], totalCount: 1, hasMore: false }));
    await assert.rejects(
      careful(other).count({ ...filter, state: 'failed' }, span, monotonicMs(until)),
      InconsistentResponseError,
    );
  });
});

describe('a verified tally', () => {
  const states = fc.array(fc.constantFrom(...jobStates), { maxLength: 400 });

  it('a verified tally counts every state right, whether the rows fit on a page or not', async () => {
    await fc.assert(
      fc.asyncProperty(states, fc.boolean(), fc.constantFrom(30, 1000), async (list, ownCount, most) => {
        const jobs = manyJobs(list);
        const tally = await careful(holding(jobs, { ownCount, most })).tally(
          filter,
          span,
          monotonicMs(until),
        );
        const expected = tallied(jobs, false);
        if (tally.atLeast) return assert.ok(ownCount && tally.total <= jobs.length);
        assert.deepEqual([tally.states, tally.other, tally.total], [expected.states, 0, jobs.length]);
        if (tally.failedAt)
          assert.deepEqual([...tally.failedAt].sort(), [...(expected.failedAt ?? [])].sort());
      }),
      { numRuns: 150 },
    );
  });

  it('a verified tally takes one request if a page has all jobs, otherwise one for each state and two more', async () => {
    const few = holding(manyJobs(Array.from({ length: 100 }, () => 'finished')));
    const counting = createVerifiedReader(few, createCountTrust());
    await counting.count(any, span, monotonicMs(until));
    few.queries.length = 0;
    await counting.tally(filter, span, monotonicMs(until));
    assert.equal(few.queries.length, 1);
    const many = holding(
      manyJobs(Array.from({ length: 240 }, (_, index) => (index < 5 ? 'failed' : 'finished'))),
    );
    await careful(many).tally(filter, span, monotonicMs(until));
    assert.equal(many.queries.length, 1 + jobStates.length + 1);
  });

  it('a verified tally fails if a job occurs twice, or if a source counts jobs without returning them', async () => {
    const page = {
      jobs: manyJobs(Array.from({ length: 100 }, () => 'finished')),
      totalCount: 100,
      hasMore: true,
    };
    await assert.rejects(
      careful(fakeSource(() => page)).tally(filter, span, monotonicMs(until)),
      InconsistentResponseError,
    );
    const stingy = fakeSource(({ pageIndex }) => ({
      ...page,
      jobs: pageIndex === 0 ? page.jobs : [],
      totalCount: 150,
    }));
    await assert.rejects(careful(stingy).list(any, span, 500, monotonicMs(until)), InconsistentResponseError);
  });

  it('a verified tally counts jobs in unknown states separately', async () => {
    const jobs = [...manyJobs(['finished']), aJob({ id: 'x', state: undefined, stateText: 'Hibernating' })];
    const { other, total } = await careful(holding(jobs)).tally(filter, span, monotonicMs(until));
    assert.deepEqual([other, total], [1, 2]);
  });
});

describe('the verdict of a service', () => {
  const expected = { kind: 'expected', at: undefined } as const;
  const verdict = (...states: JobState[]) => verdictOf(tallied(manyJobs(states), false), expected);

  it('a service is good only if something finished and nothing ended otherwise', () => {
    assert.equal(verdict('finished'), 'good');
    assert.equal(verdict('finished', 'inProgress'), 'good');
  });

  it('a service needs attention after a failed or partial run, and if nothing finished although it was expected to', () => {
    assert.equal(verdict('finished', 'failed'), 'attention');
    assert.equal(verdict('finished', 'partiallyFinished'), 'attention');
    assert.equal(verdict(), 'attention');
    assert.equal(verdict('inProgress'), 'attention');
  });

  it('a service without finished runs is neutral if none was expected, and unknown if that isn’t known', () => {
    for (const states of [[], ['inProgress']] as const) {
      const tally = tallied(manyJobs([...states]), false);
      assert.equal(verdictOf(tally, { kind: 'notExpected' }), 'neutral');
      assert.equal(verdictOf(tally, { kind: 'unknown' }), 'unknown');
    }
  });

  it('a verdict doesn’t depend on the expectation if anything finished or is unknown', () => {
    for (const expectation of [expected, { kind: 'notExpected' }, { kind: 'unknown' }] as const) {
      assert.equal(verdictOf(tallied(manyJobs(['failed']), false), expectation), 'attention');
      assert.equal(verdictOf(tallied(manyJobs(['partiallyFinished']), false), expectation), 'attention');
      assert.equal(verdictOf(tallied(manyJobs(['finished']), false), expectation), 'good');
      assert.equal(verdictOf(undefined, expectation), 'unknown');
      assert.equal(verdictOf(tallied([], true), expectation), 'unknown');
    }
  });

  it('a service with exceptions only has a warning', () => {
    assert.equal(verdict('finishedWithException'), 'warning');
    assert.equal(verdict('finished', 'finishedWithException'), 'warning');
  });

  it('a service with unknown runs is unknown, unless it’s already bad', () => {
    assert.equal(verdictOf(undefined, expected), 'unknown');
    assert.equal(verdictOf(tallied(manyJobs(['finished']), true), expected), 'unknown');
    assert.equal(verdictOf(tallied(manyJobs(['finished', 'failed']), true), expected), 'attention');
    const odd = tallied([aJob({ state: undefined }), aJob({ state: 'failed' })], false);
    assert.equal(verdictOf(odd, expected), 'unknown');
  });

  it('failed, partial and exceptional runs count as problems', () => {
    assert.equal(problemCount(tallied(manyJobs([...jobStates]), false)), 3);
  });
});
