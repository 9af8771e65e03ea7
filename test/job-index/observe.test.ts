import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Job } from '../../src/domain/job.ts';
import { type Observed, observe } from '../../src/job-index/observe.ts';
import type { Run } from '../../src/job-index/run.ts';
import { aJob, monday } from '../support/fakes.ts';

const seconds = 1_000;

function seen(
  known: readonly Run[],
  job: Partial<Job>,
  service?: 'exchange' | 'teams',
  seenAt = monday,
): Observed {
  return observe(known, {
    job: aJob({ id: 'A', ...job }),
    type: 'backup',
    service,
    location: undefined,
    seenAt,
  });
}

function runOf(observed: Observed): Run {
  assert.ok('run' in observed, observed.kind);
  return observed.run;
}

const running: Partial<Job> = { state: 'inProgress', finishedAt: undefined, startedAt: monday };

describe('run of a row', () => {
  it('the run of a row is the same if the start differs by a second, and another one if it differs by more after an end', () => {
    const first = runOf(seen([], { startedAt: monday }));
    assert.equal(runOf(seen([first], { startedAt: monday + seconds })).key, first.key);
    assert.notEqual(runOf(seen([first], { startedAt: monday + 2 * seconds })).key, first.key);
  });

  it('the run of a row has a key that any store accepts, however long its id is', () => {
    const { key } = runOf(seen([], { id: 'x'.repeat(5_000), startedAt: monday }));
    assert.ok(key.startsWith('x'.repeat(250)) && key.length < 270, `${key.length}`);
  });

  it('the run of a row has a moved start if it was not over', () => {
    const first = runOf(seen([], running));
    const moved = runOf(seen([first], { ...running, startedAt: monday + 900 * seconds }));
    assert.equal(moved.key, first.key);
    assert.equal(moved.job.startedAt, monday + 900 * seconds);
  });

  it('the run of a row is open again if it was over and is listed as running with the same start, and then ends anew', () => {
    const over = runOf(seen([], { startedAt: monday }));
    const again = seen([over], running);
    assert.equal(runOf(again).endSeenAt, undefined);
    const ended = seen([runOf(again)], { startedAt: monday });
    assert.ok(ended.kind === 'run' && ended.isNewEnd);
  });

  it('the run of a row is the open one of several if the row has no start, and keeps the start that is known', () => {
    const over = runOf(seen([], { startedAt: monday }));
    const open = runOf(seen([over], { ...running, startedAt: monday + 60 * seconds }));
    const row = runOf(seen([over, open], { startedAt: undefined }));
    assert.equal(row.key, open.key);
    assert.equal(row.job.startedAt, monday + 60 * seconds);
  });

  it('the run of a row retains the counts, errors and end that a later row about the same end leaves out', () => {
    const full = runOf(seen([], { errors: [{ message: 'x', helpUrl: undefined, count: 1 }] }));
    const bare = seen([full], {
      errors: [],
      objects: undefined,
      finishedAt: undefined,
      durationMs: undefined,
    });
    assert.equal(bare.kind, 'unchanged');
  });

  it('the run of a row is no piece of news with other counts, and is one in another state', () => {
    const first = runOf(seen([], {}));
    const counted = seen([first], { objects: { total: 5, failed: 1, successful: 4, skipped: 0 } });
    assert.ok(counted.kind === 'run' && !counted.isNewEnd);
    const other = seen([first], { state: 'finished' });
    assert.ok(other.kind === 'run' && other.isNewEnd);
  });

  it('the run of a row is over in a state that is not documented only if it has a finish time', () => {
    const open = runOf(seen([], { state: undefined, stateText: 'Queued', finishedAt: undefined }));
    assert.equal(open.endSeenAt, undefined);
    const over = runOf(seen([], { state: undefined, stateText: 'Canceled', finishedAt: monday }));
    assert.equal(over.endSeenAt, monday);
  });

  it('the run of a row is in conflict with the list of another service, and of another type until it left the overviews', () => {
    const run = runOf(seen([], {}, 'exchange'));
    assert.equal(seen([run], {}, 'teams').kind, 'conflict');
    const asRestore = (known: Run) =>
      observe([known], {
        job: known.job,
        type: 'restore',
        service: 'teams',
        location: undefined,
        seenAt: monday,
      });
    assert.equal(asRestore(run).kind, 'conflict');
    const gone = runOf(asRestore({ ...run, unlisted: 2 }));
    assert.deepEqual([gone.type, gone.services, gone.unlisted], ['restore', ['teams'], 0]);
  });

  it('the run of a row is undefined if the row has no id', () => {
    assert.equal(seen([], { id: undefined }).kind, 'anonymous');
  });

  it('the run of a row does not change when the same row is seen again, whatever came before', () => {
    const row = fc.record({
      state: fc.constantFrom('inProgress' as const, 'finished' as const, 'failed' as const, undefined),
      startedAt: fc.constantFrom(0, 500, 30_000, 90_000).map(ms => monday + ms),
      finishedAt: fc.option(fc.constant(monday + 100_000), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), rows => {
        const runs = new Map<string, Run>();
        const observeRow = (job: Partial<Job>) => {
          const observed = seen([...runs.values()], job);
          if (observed.kind === 'run') runs.set(observed.run.key, observed.run);
          return observed;
        };
        for (const job of rows) {
          const { key } = runOf(observeRow(job));
          const again = observeRow(job);
          assert.equal(again.kind, 'unchanged');
          assert.equal(runOf(again).key, key);
        }
      }),
    );
  });
});
