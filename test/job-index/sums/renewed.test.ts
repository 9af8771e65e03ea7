import assert from 'node:assert/strict';
import type { RunCounts, UnitSums } from '../../../src/domain/day-sums.ts';
import type { SummedUnit } from '../../../src/job-index/sums/day-summer.ts';
import { renewed } from '../../../src/job-index/sums/renewed.ts';

const yesterday = 1;
const longAgo = 9;
const counts = (finished: number, missed?: number, failed = 0): RunCounts => ({
  states: { inProgress: 0, finished, failed, finishedWithException: 0, partiallyFinished: 0 },
  unknown: 0,
  missed,
});
const unit = (change: Partial<UnitSums> = {}): UnitSums => ({
  type: 'backup',
  service: 'exchange',
  isWhole: true,
  counts: { '': counts(24, 0) },
  ...change,
});
const summed = (change: Partial<SummedUnit> = {}): SummedUnit => ({
  ...unit(change),
  isJudged: change.isJudged ?? true,
});
const doubtful = { isWhole: false };

describe('stored sums of a day', () => {
  it('the stored sums of a day are at first what the index has, whole or not', () => {
    for (const isWhole of [true, false])
      assert.deepEqual(renewed(undefined, [summed({ isWhole })], yesterday), [unit({ isWhole })]);
  });

  it('the stored sums of a day leave out what certainly had no runs, and mark what is in doubt', () => {
    const none = { counts: {} };
    assert.deepEqual(renewed(undefined, [summed(none)], yesterday), []);
    assert.deepEqual(renewed(undefined, [summed({ ...none, ...doubtful })], yesterday), [
      unit({ ...none, ...doubtful }),
    ]);
  });

  it('the stored sums of a day stay if they were whole and are in doubt now', () => {
    const less = summed({ ...doubtful, counts: { '': counts(3, 1) } });
    const more = summed({ ...doubtful, counts: { '': counts(30, 0) } });
    for (const now of [less, more]) assert.deepEqual(renewed([unit()], [now], yesterday), [unit()]);
    // That there was none is as certain.
    assert.deepEqual(renewed([], [less], yesterday), []);
  });

  it('the stored sums of a day are replaced by late news, if they were whole or in doubt', () => {
    const news = summed({ counts: { '': counts(23, 0, 2) } });
    for (const isWhole of [true, false])
      assert.deepEqual(renewed([unit({ isWhole })], [news], longAgo), [
        unit({ counts: { '': counts(23, 0, 2) } }),
      ]);
    assert.deepEqual(renewed([], [news], longAgo).length, 1);
    const [still] = renewed([unit(doubtful)], [summed({ ...doubtful, counts: {} })], yesterday);
    assert.deepEqual(still, unit({ ...doubtful, counts: {} }), 'what was in doubt follows the index');
  });

  it('the stored sums of a day may become fewer while AvePoint’s lists of that day are still walked, and not later', () => {
    const fewer = summed({ counts: { '': counts(20, 0) } });
    const stored = (ageDays: number) => renewed([unit()], [fewer], ageDays)[0]?.counts['']?.states.finished;
    assert.equal(stored(8), 20);
    assert.equal(stored(longAgo), 24);
    assert.deepEqual(renewed([unit()], [summed({ counts: {} })], longAgo), [unit()]);
  });

  it('the stored sums of a day lose the runs of no known service when it is found, however late', () => {
    const unknown = { service: undefined, counts: { '': counts(1) } };
    const now = [summed({ counts: { '': counts(25, 0) } }), summed({ ...unknown, counts: {} })];
    const stored = renewed([unit(), unit(unknown)], now, longAgo);
    assert.deepEqual(stored, [unit({ counts: { '': counts(25, 0) } })]);
  });

  it('the stored sums of a day retain missed backups if they can’t be judged again', () => {
    const stored = unit({ counts: { EUR: counts(2, 1), NAM: counts(0, 0) } });
    const now = summed({ isJudged: false, counts: { EUR: counts(3), GBR: counts(1) } });
    assert.deepEqual(renewed([stored], [now], yesterday), [
      unit({ counts: { EUR: counts(3, 1), GBR: counts(1), NAM: counts(0, 0) } }),
    ]);
    const judged = summed({ counts: { EUR: counts(3, 0) } });
    assert.deepEqual(renewed([stored], [judged], yesterday), [unit({ counts: { EUR: counts(3, 0) } })]);
  });

  it('the stored sums of a day are replaced unit by unit: a refused service delays no other', () => {
    const teams = { service: 'teams', counts: { '': counts(4, 0) } } as const;
    const now = [summed({ counts: { '': counts(25, 0) } }), summed({ ...teams, ...doubtful, counts: {} })];
    assert.deepEqual(renewed([unit(), unit(teams)], now, yesterday), [
      unit({ counts: { '': counts(25, 0) } }),
      unit(teams),
    ]);
  });
});
