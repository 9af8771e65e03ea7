import { strict as assert } from 'node:assert';
import { missedRuns } from '../../src/jobs/missed-runs.ts';
import { aJob, hour, monday } from '../support/fakes.ts';

const minute = 60_000;
const due = monday - 2 * hour;
const schedule = (...startsAt: number[]) => ({ service: 'exchange' as const, startsAt });
const started = (at: number) => aJob({ startedAt: at, state: 'finished' });
const bounds = { from: monday - 24 * hour, now: monday };
const dues = (...args: Parameters<typeof missedRuns>) => missedRuns(...args).map(({ dueAt }) => dueAt);

describe('a run that was due', () => {
  it('is missed where no job started for it, half an hour after it was due', () => {
    assert.deepEqual(dues(schedule(due), [], bounds), [due]);
    assert.deepEqual(dues(schedule(monday - 29 * minute), [], bounds), []);
    assert.deepEqual(dues(schedule(monday - 30 * minute), [], bounds), [monday - 30 * minute]);
  });

  it('is not missed where a job started a little early, or late but before the next', () => {
    assert.deepEqual(dues(schedule(due), [started(due - 5 * minute)], bounds), []);
    assert.deepEqual(dues(schedule(due), [started(due + 90 * minute)], bounds), []);
    assert.deepEqual(dues(schedule(due), [started(due - 11 * minute)], bounds), [due]);
  });

  it('is missed where only the next one started', () => {
    assert.deepEqual(dues(schedule(due, due + hour), [started(due + hour)], bounds), [due]);
  });

  it('is not judged where the jobs do not reach back to it', () => {
    assert.deepEqual(dues(schedule(due), [], { ...bounds, from: due + minute }), []);
  });

  it('says since when an earlier run has been going, the longest one', () => {
    const running = (at: number) => aJob({ startedAt: at, state: 'inProgress' });
    const jobs = [running(due - 3 * hour), running(due - 14 * hour), started(due - 20 * hour)];
    assert.equal(missedRuns(schedule(due), jobs, bounds)[0]?.runningSince, due - 14 * hour);
    assert.equal(missedRuns(schedule(due), [], bounds)[0]?.runningSince, undefined);
  });
});
