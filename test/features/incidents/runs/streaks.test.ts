import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jobStates } from '../../../../src/domain/job.ts';
import {
  isFailure,
  provesRecovery,
  type RunResult,
  streaksOf,
} from '../../../../src/features/incidents/runs/streaks.ts';
import { ran } from '../given.ts';

const [strictly, partially] = [{ isPartialIncluded: false }, { isPartialIncluded: true }];

/** Runs that overlap, end together, and do not all have a start. */
const histories = fc
  .array(
    fc.record({
      ended: fc.integer({ min: 10, max: 40 }),
      lasted: fc.integer({ min: 0, max: 12 }),
      hasStart: fc.boolean(),
      state: fc.constantFrom(...jobStates),
    }),
    { maxLength: 16 },
  )
  .map(runs =>
    runs.map(({ ended, lasted, hasStart, state }, index) =>
      ran(`r${index}`, hasStart || lasted > 3 ? ended - lasted : undefined, ended, state),
    ),
  );
const rules = fc.constantFrom(strictly, partially);

/** The definition in other words: clean, and begun after the last of them. */
function isRecovery(run: RunResult, failures: readonly RunResult[]): boolean {
  const lastEnded = Math.max(...failures.map(({ endedAt }) => endedAt));
  return run.state === 'finished' && (run.startedAt ?? Number.NEGATIVE_INFINITY) >= lastEnded;
}

/** Streaks without what is left open: the order of runs that ended together, and which of two equal ones cleared. */
const plain = (runs: readonly RunResult[], rule: typeof strictly) =>
  streaksOf(runs, rule).map(({ runs, clearedBy }) => [runs.map(({ id }) => id).sort(), clearedBy?.endedAt]);

describe('a failure', () => {
  it('a failure is a failed run, and a partial one only if the watch includes those', () => {
    const failures = (rule: typeof strictly) =>
      jobStates.filter(state => isFailure(ran('a', 0, 1, state), rule));
    assert.deepEqual(failures(strictly), ['failed']);
    assert.deepEqual(failures(partially), ['failed', 'partiallyFinished']);
  });

  it('a failure is cleared only by a clean run that began after its end', () => {
    const failure = ran('f', 10, 20);
    for (const [started, ended, isCleared] of [
      [20, 21, true],
      [30, 40, true],
      [19.9, 40, false],
      [11, 21, false],
      [5, 60, false],
      [11, 20, false],
      [12, 15, false],
      [undefined, 60, false],
    ] as const)
      assert.equal(
        provesRecovery(ran('c', started, ended, 'finished'), [failure]),
        isCleared,
        `${started} to ${ended}`,
      );
    for (const state of jobStates.filter(other => other !== 'finished'))
      assert.equal(provesRecovery(ran('c', 30, 40, state), [failure]), false, state);
  });

  it('a failure whose start is unknown is cleared in the same way', () => {
    const failure = ran('f', undefined, 20);
    assert.equal(provesRecovery(ran('c', 19, 30, 'finished'), [failure]), false);
    assert.equal(provesRecovery(ran('c', 20, 30, 'finished'), [failure]), true);
  });

  it('a failure isn’t cleared together with another that ended later', () => {
    const clean = ran('c', 30, 40, 'finished');
    assert.equal(provesRecovery(clean, [ran('a', 1, 2), ran('b', 29, 30)]), true);
    assert.equal(provesRecovery(clean, [ran('a', 1, 2), ran('b', 29, 31)]), false);
    assert.equal(provesRecovery(clean, [ran('a', 1, 40), ran('b', 2, 3)]), false);
  });
});

describe('a streak of failures', () => {
  it('a streak is ended by a clean run, and not by one with exceptions, one beside the failures or a partial one', () => {
    const [a, b] = [ran('a', 0, 10), ran('b', 20, 30)];
    const between = (started: number, state: RunResult['state']) =>
      streaksOf([a, ran('x', started, 15, state), b], strictly).map(({ runs }) => runs.length);
    assert.deepEqual(between(12, 'finished'), [1, 1]);
    assert.deepEqual(between(-5, 'finished'), [2]);
    assert.deepEqual(between(12, 'finishedWithException'), [2]);
    assert.deepEqual(between(12, 'partiallyFinished'), [2]);
  });

  it('a streak isn’t ended by a clean run that ended in the same moment as the second failure', () => {
    const runs = [ran('a', 0, 10), ran('c', 20, 30, 'finished'), ran('b', 20, 30)];
    for (const those of [runs, runs.toReversed()])
      assert.deepEqual(plain(those, strictly), [[['a', 'b'], undefined]]);
  });

  it('streaks have every failure once, and nothing else', () => {
    fc.assert(
      fc.property(histories, rules, (runs, rule) => {
        const found = streaksOf(runs, rule).flatMap(streak => streak.runs.map(({ id }) => id));
        const failures = runs.filter(run => isFailure(run, rule)).map(({ id }) => id);
        assert.deepEqual(found.toSorted(), failures.toSorted());
      }),
    );
  });

  it('streaks don’t depend on the order of the runs', () => {
    const shuffled = histories.chain(runs =>
      fc.tuple(
        fc.constant(runs),
        fc.shuffledSubarray(runs, { minLength: runs.length, maxLength: runs.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, rules, ([runs, others], rule) => {
        assert.deepEqual(plain(runs, rule), plain(others, rule));
      }),
      { numRuns: 400 },
    );
  });

  it('streaks are in the order of their ends, each after the clean run of the one before', () => {
    fc.assert(
      fc.property(histories, rules, (runs, rule) => {
        const streaks = streaksOf(runs, rule);
        const ends = streaks.flatMap(streak => [
          ...streak.runs,
          ...(streak.clearedBy ? [streak.clearedBy] : []),
        ]);
        for (const [index, { endedAt }] of ends.entries())
          assert.ok(index === 0 || endedAt >= (ends[index - 1]?.endedAt ?? 0));
        assert.ok(streaks.slice(0, -1).every(({ clearedBy }) => clearedBy !== undefined));
        assert.ok(streaks.every(streak => streak.runs.length > 0));
      }),
    );
  });

  it('a streak ends with the first clean run that clears all of it, and with no other', () => {
    fc.assert(
      fc.property(histories, rules, (runs, rule) => {
        for (const { runs: row, clearedBy } of streaksOf(runs, rule)) {
          for (const [index] of row.entries()) {
            const so = row.slice(0, index + 1);
            const next = row[index + 1]?.endedAt ?? clearedBy?.endedAt ?? Number.POSITIVE_INFINITY;
            const earlier = runs.filter(run => run.endedAt < next && isRecovery(run, so));
            assert.deepEqual(earlier, []);
          }
          assert.ok(!clearedBy || isRecovery(clearedBy, row));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('streaks are the same with and without runs that end with exceptions or are in progress', () => {
    fc.assert(
      fc.property(histories, rules, (runs, rule) => {
        const without = runs.filter(
          ({ state }) => state !== 'finishedWithException' && state !== 'inProgress',
        );
        assert.deepEqual(plain(runs, rule), plain(without, rule));
      }),
    );
  });

  it('streaks treat a partial run as failed if it is included, and ignore it otherwise', () => {
    fc.assert(
      fc.property(histories, runs => {
        const asFailed = runs.map(run =>
          run.state === 'partiallyFinished' ? { ...run, state: 'failed' as const } : run,
        );
        assert.deepEqual(plain(runs, partially), plain(asFailed, strictly));
        const without = runs.filter(({ state }) => state !== 'partiallyFinished');
        assert.deepEqual(plain(runs, strictly), plain(without, strictly));
      }),
    );
  });
});
