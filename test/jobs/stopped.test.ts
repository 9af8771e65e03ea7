import assert from 'node:assert/strict';
import type { Run } from '../../src/job-index/run.ts';
import { stoppedOf } from '../../src/jobs/stopped.ts';
import { aJob, hour, monday } from '../support/fakes.ts';

const day = 24 * hour;

const run = (startedAt: number): Run => ({
  key: String(startedAt),
  type: 'backup',
  services: ['project'],
  location: undefined,
  job: aJob({ state: 'finished', startedAt, finishedAt: startedAt + hour }),
  firstSeenAt: startedAt,
  endSeenAt: startedAt + hour,
  news: undefined,
  missingSince: undefined,
  unlisted: 0,
});

/** Runs at an interval over 59 days before `at`, the last one `silentMs` before it. */
function runsEvery(everyMs: number, silentMs: number, at = monday): readonly Run[] {
  const runs: Run[] = [];
  for (let start = at - silentMs; start > at - 59 * day; start -= everyMs) runs.push(run(start));
  return runs;
}

/** Enough runs to learn the usual gap from. */
const early = [1, 2, 3, 4].map(minutes => run(monday - 59 * day - minutes * 60_000));

describe('a service that has stopped', () => {
  it('a stopped service stays stopped however long ago that was, until the index has none of its runs', () => {
    for (const everyMs of [hour, 6 * hour, day, 2 * day, 7 * day])
      for (let silentMs = 2 * everyMs; silentMs < 59 * day; silentMs += day / 2) {
        const stopped = stoppedOf(runsEvery(everyMs, silentMs), undefined, monday);
        assert.equal(stopped?.startedAt, monday - silentMs, `${everyMs / hour} h, ${silentMs / hour} h`);
        assert.equal(stopped?.isForgotten, false);
      }
  });

  it('a service hasn’t stopped before its next run is usual', () => {
    for (const everyMs of [hour, 6 * hour, day, 7 * day])
      for (const part of [0, 0.1, 0.5, 0.9, 0.99])
        assert.equal(stoppedOf(runsEvery(everyMs, part * everyMs), undefined, monday), undefined);
    // Every 29 days: after three weeks of silence nothing has run at this time of the last three weeks.
    for (let silentMs = 0; silentMs < 29 * day; silentMs += day)
      assert.equal(stoppedOf([...runsEvery(29 * day, silentMs), ...early], undefined, monday), undefined);
  });

  it('a service without runs in the index has stopped by its record, from one day on', () => {
    const last = { startedAt: monday - 70 * day, goodAt: monday - 71 * day };
    assert.deepEqual(stoppedOf([], last, monday), { ...last, isForgotten: true });
    assert.equal(stoppedOf([], { startedAt: monday - day, goodAt: undefined }, monday), undefined);
    assert.equal(stoppedOf([], undefined, monday), undefined);
  });
});
