import assert from 'node:assert/strict';
import type { JobState } from '../../../../src/domain/job.ts';
import { createHistoryReader } from '../../../../src/features/incidents/runs/read-histories.ts';
import {
  historyWindowMs,
  type RunHistory,
  runIdOf,
  runOfJob,
  usualDurationOf,
} from '../../../../src/features/incidents/runs/run-history.ts';
import { createFakeIndex } from '../../../support/fake-index.ts';
import { aJob, fakeClock, hour, monday } from '../../../support/fakes.ts';
import { ran } from '../given.ts';
import { minute, openWorld, run } from '../support.ts';

const now = monday;
const day = 24 * hour;
const idsOf = ({ runs }: RunHistory) => runs.map(({ id }) => id);

/** A clock, planted backups, and the history of exchange as the index has it. */
function open() {
  const clock = fakeClock();
  const world = openWorld(clock);
  const read = createHistoryReader(world.index);
  world.index.read();
  return {
    ...world,
    clock,
    history(): RunHistory {
      world.index.read();
      const found = read(['exchange'], clock.now()).get('exchange');
      assert.ok(found);
      return found.history;
    },
  };
}

describe('a run in the history', () => {
  it('a run ends at its end, or after its duration if the end is unknown', () => {
    const of = (job: Parameters<typeof aJob>[0]) =>
      runOfJob(aJob({ id: 'a', startedAt: now - 3 * hour, ...job }), undefined)?.endedAt;
    assert.equal(of({ finishedAt: now - 2 * hour }), now - 2 * hour);
    assert.equal(of({ finishedAt: undefined, durationMs: minute }), now - 3 * hour + minute);
    assert.equal(of({ finishedAt: undefined, durationMs: undefined }), now - 3 * hour);
  });

  it('a run never ends later than the bot noticed', () => {
    const clock = fakeClock();
    const index = createFakeIndex(clock);
    const job = aJob({ id: 'a', startedAt: now - hour, finishedAt: now + hour });
    index.add({ service: 'exchange', job, endedAt: now - minute });
    index.read();
    const [seen] = createHistoryReader(index)(['exchange'], now).get('exchange')?.history.runs ?? [];
    assert.deepEqual([seen?.endedAt, seen?.foundAt], [now, now]);
  });

  it('a job is no run while it is in progress, has an unknown state, or can’t be distinguished from others', () => {
    const nameless = { id: undefined, startedAt: undefined, finishedAt: undefined };
    for (const job of [
      { state: 'inProgress' as const },
      { state: undefined },
      nameless,
      { ...nameless, id: '' },
    ])
      assert.equal(runOfJob(aJob(job), undefined), undefined);
  });

  it('a run is identified by its start if it has no id, else by its end', () => {
    assert.equal(runIdOf({ id: '', startedAt: 5, finishedAt: 9 }), '@5');
    assert.equal(runIdOf({ id: undefined, startedAt: undefined, finishedAt: 9 }), '@9');
  });

  it('a run with a long id is identified by a short hash of it, always the same and unique', () => {
    const ids = ['a'.repeat(40), 'a'.repeat(41), `${'a'.repeat(2_000)}b`, `${'a'.repeat(2_000)}c`];
    const times = { startedAt: 1, finishedAt: 2 };
    const short = ids.map(id => runIdOf({ id, ...times }));
    assert.equal(short[0], ids[0]);
    assert.equal(new Set(short).size, 4);
    assert.ok(short.every(id => id !== undefined && id.length <= 40));
    assert.deepEqual(
      ids.map(id => runIdOf({ id, ...times })),
      short,
    );
  });

  it('a run has the job’s id, and another one if the job ran before under the same id', () => {
    const { plant, history, clock } = open();
    plant({ ...run('exchange', now), id: 'AGAIN' });
    clock.advance(2 * hour);
    assert.deepEqual(idsOf(history()), ['AGAIN']);
    plant({ ...run('exchange', now + 3 * hour), id: 'AGAIN' });
    clock.advance(3 * hour);
    const [first, second, ...none] = idsOf(history());
    assert.deepEqual([first, none], ['AGAIN', []]);
    assert.match(second ?? '', /^#[0-9a-f]{24}$/);
  });
});

describe('a run history', () => {
  it('a run history has a run for fifty hours from its end or from when it was noticed, whichever is later', () => {
    const { plant, history, clock, index } = open();
    plant({ ...run('exchange', now, 'failed', 10_000), id: 'SEEN' });
    for (let n = 0; n < 6; n += 1) plant(run('exchange', now + n * 1_000, 'finished', 20_000));
    plant({ ...run('exchange', now, 'failed', 2 * minute), id: 'LATE' });
    // So many others that neither is among the last ones.
    for (let n = 0; n < 20; n += 1) plant(run('exchange', now + day + n * minute, 'finished', minute));
    clock.advance(minute);
    history();
    index.down = true;
    clock.advance(2 * day);
    index.down = false;
    history();
    const known = () => idsOf(history()).filter(id => !id.startsWith('IB'));
    assert.deepEqual(known(), ['SEEN', 'LATE']);
    clock.advance(historyWindowMs - 2 * day + minute);
    assert.deepEqual(known(), ['LATE']);
    clock.advance(2 * day);
    assert.deepEqual(known(), []);
  });

  it('a run history counts a run from before the index began by its end', () => {
    const clock = fakeClock();
    const world = openWorld(clock);
    world.plant(
      run('exchange', now - 3 * day, 'failed', hour),
      run('exchange', now - hour, 'failed', minute),
    );
    world.index.read();
    const runs = createHistoryReader(world.index)(['exchange'], now).get('exchange')?.history.runs ?? [];
    assert.deepEqual(
      runs.map(({ isHistory }) => isHistory),
      [true, true],
    );
  });

  it('a run history has the last six runs before those, however old, so that two in a row are found', () => {
    const { plant, history, clock } = open();
    for (let n = 0; n < 10; n += 1) plant(run('exchange', now + n * hour, 'failed', minute));
    clock.advance(10 * hour);
    history();
    clock.advance(20 * day);
    assert.deepEqual(idsOf(history()), ['IB5', 'IB6', 'IB7', 'IB8', 'IB9', 'IB10']);
  });

  it('a run history has its runs in the order of their ends, and those in progress beside them', () => {
    const { plant, history, clock } = open();
    plant(run('exchange', now, 'failed', 30 * minute), run('exchange', now + minute, 'finished', minute));
    plant({ service: 'exchange', startedAt: now + 2 * minute, id: 'R' });
    clock.advance(hour);
    assert.deepEqual(idsOf(history()), ['IB2', 'IB1']);
    assert.deepEqual(history().running, [{ service: 'exchange', id: 'R', startedAt: now + 2 * minute }]);
  });

  it('a run history has the usual duration of a clean run after three of them', () => {
    const lasting = (minutes: number, state: JobState = 'finished') => ran(`r${minutes}`, 0, minutes, state);
    assert.equal(usualDurationOf([lasting(10), lasting(20), lasting(1, 'failed')]), undefined);
    assert.equal(
      usualDurationOf([lasting(10), lasting(20), lasting(1, 'failed'), lasting(180)]),
      20 * minute,
    );
    const { plant, history, clock } = open();
    for (const minutes of [10, 20, 180])
      plant(run('exchange', now + minutes * 1_000, 'finished', minutes * minute));
    clock.advance(5 * hour);
    assert.equal(history().usualMs, 20 * minute);
  });
});
