import assert from 'node:assert/strict';
import { JobSourceError } from '../../src/domain/job-source.ts';
import type { ScheduleSource } from '../../src/domain/schedule.ts';
import { monotonicMs } from '../../src/domain/time.ts';
import { missedRuns, readPlan } from '../../src/jobs/missed-runs.ts';
import { createSettle } from '../../src/jobs/still-running.ts';
import { aJob, hour, monday, recordingLog } from '../support/fakes.ts';

const minute = 60_000;
const due = monday - 2 * hour;
const schedule = (...startsAt: number[]) => ({ service: 'exchange' as const, startsAt });
const started = (at: number) => aJob({ startedAt: at, state: 'finished' });
const bounds = { from: monday - 24 * hour, now: monday };
const dues = (...args: Parameters<typeof missedRuns>) => missedRuns(...args).map(({ dueAt }) => dueAt);

describe('the schedule of today’s runs', () => {
  const planOf = (today?: ScheduleSource['today']) =>
    readPlan(today && { today }, createSettle(recordingLog()), monotonicMs(monday));

  it('the schedule is read, missing, forbidden, or unreadable', async () => {
    const services = [schedule(due)];
    const forbidden = new JobSourceError('forbidden', 'no', { permission: 'x.read' });
    assert.deepEqual(await planOf(async () => services), { kind: 'read', services });
    assert.deepEqual(await planOf(async () => undefined), { kind: 'none' });
    assert.deepEqual(await planOf(), { kind: 'none' });
    assert.deepEqual(await planOf(() => Promise.reject(forbidden)), {
      kind: 'forbidden',
      permission: 'x.read',
    });
    const unavailable = new JobSourceError('unavailable', 'no');
    assert.deepEqual(await planOf(() => Promise.reject(unavailable)), { kind: 'unread' });
  });
});

describe('scheduled runs', () => {
  it('a scheduled run is missed if no job started for it, half an hour after it was due', () => {
    assert.deepEqual(dues(schedule(due), [], bounds), [due]);
    assert.deepEqual(dues(schedule(monday - 29 * minute), [], bounds), []);
    assert.deepEqual(dues(schedule(monday - 30 * minute), [], bounds), [monday - 30 * minute]);
  });

  it('a scheduled run isn’t missed if a job started a little early, or late but before the next', () => {
    assert.deepEqual(dues(schedule(due), [started(due - 5 * minute)], bounds), []);
    assert.deepEqual(dues(schedule(due), [started(due + 90 * minute)], bounds), []);
    assert.deepEqual(dues(schedule(due), [started(due - 11 * minute)], bounds), [due]);
  });

  it('a scheduled run is missed if only the next one started', () => {
    assert.deepEqual(dues(schedule(due, due + hour), [started(due + hour)], bounds), [due]);
  });

  it('a scheduled run isn’t judged if the jobs don’t go back to it', () => {
    assert.deepEqual(dues(schedule(due), [], { ...bounds, from: due + minute }), []);
  });

  it('a missed run shows which earlier run was in progress when it was due, even if that has ended since', () => {
    const ran = (from: number, to: number) => aJob({ startedAt: from, finishedAt: to, state: 'failed' });
    const earlierOf = (...jobs: ReturnType<typeof ran>[]) =>
      missedRuns(schedule(due), jobs, bounds)[0]?.before;
    assert.deepEqual(earlierOf(ran(due - 3 * hour, due + minute)), {
      since: due - 3 * hour,
      until: due + minute,
    });
    assert.equal(earlierOf(ran(due - 3 * hour, due)), undefined);
    assert.equal(
      earlierOf(aJob({ startedAt: due - hour, finishedAt: undefined, state: 'failed' })),
      undefined,
    );
    const unending = aJob({ startedAt: due - 2 * hour, finishedAt: undefined, state: 'inProgress' });
    assert.deepEqual(
      earlierOf(ran(due - 3 * hour, due + minute), unending),
      { since: due - 2 * hour, until: undefined },
      'one that still runs comes first',
    );
  });

  it('a missed run shows since when an earlier run has been in progress, the longest one', () => {
    const running = (at: number) => aJob({ startedAt: at, state: 'inProgress' });
    const jobs = [running(due - 3 * hour), running(due - 14 * hour), started(due - 20 * hour)];
    assert.equal(missedRuns(schedule(due), jobs, bounds)[0]?.before?.since, due - 14 * hour);
    assert.equal(missedRuns(schedule(due), [], bounds)[0]?.before, undefined);
  });
});
