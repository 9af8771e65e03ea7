import assert from 'node:assert/strict';
import { readState } from '../../src/avepoint/states.ts';

describe('the state of a row', () => {
  for (const [value, state] of [
    ['InProgress', 'inProgress'],
    ['In Progress', 'inProgress'],
    ['in_progress', 'inProgress'],
    ['Finished', 'finished'],
    ['FINISHED', 'finished'],
    ['Failed', 'failed'],
    ['FinishedException', 'finishedWithException'],
    ['Finished with Exception', 'finishedWithException'],
    ['finished-with-exception', 'finishedWithException'],
    ['PartiallyFinished', 'partiallyFinished'],
    ['Partially Finished', 'partiallyFinished'],
    [1, 'inProgress'],
    [2, 'finished'],
    [3, 'failed'],
    ['4', 'finishedWithException'],
    ['5', 'partiallyFinished'],
  ] as const) {
    it(`the state of a row with ${JSON.stringify(value)} is ${state}`, () => {
      assert.deepEqual(readState(value), { state, stateText: String(value) });
    });
  }

  for (const value of [
    'Skipped',
    'Not Finished',
    'Finished 2',
    '未Finished',
    'Failed to start',
    0,
    6,
    2.5,
    -2,
    '-2',
  ]) {
    it(`the state of a row with ${JSON.stringify(value)} is unknown, and the value stays as it came`, () => {
      assert.deepEqual(readState(value), { state: undefined, stateText: String(value) });
    });
  }

  for (const value of [null, undefined, '', '  ', true, {}, ['Finished'], Number.NaN]) {
    it(`the state of a row with ${JSON.stringify(value)} is unknown`, () => {
      assert.deepEqual(readState(value), { state: undefined, stateText: undefined });
    });
  }
});
