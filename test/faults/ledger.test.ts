import assert from 'node:assert/strict';
import type { JobState } from '../../src/domain/job.ts';
import {
  afterLook,
  emptyLedger,
  type Ledger,
  lookBackMs,
  rememberedMs,
  runIdOf,
  runOf,
  usualOf,
} from '../../src/faults/ledger.ts';
import type { Look } from '../../src/jobs/backup-sight.ts';
import { aJob, hour, monday } from '../support/fakes.ts';
import { ran } from './given.ts';
import { minute } from './support.ts';

const now = monday;
const looked = (look: Partial<Look>, ledger: Ledger = emptyLedger('exchange'), at = now): Ledger =>
  afterLook(ledger, { ended: [], running: [], lost: [], ...look }, at);
/** A job that took ten minutes and ended so long before Monday 14:05. */
const ended = (id: string, agoMs: number, state: JobState = 'finished') =>
  aJob({ id, state, startedAt: now - agoMs - 10 * minute, finishedAt: now - agoMs });
const idsOf = ({ runs }: Ledger) => runs.map(({ id }) => id);

describe('what is remembered of a run', () => {
  it('is when it ended, told by its duration where its end is not, else when it was first seen over', () => {
    const start = now - 3 * hour;
    const of = (job: Parameters<typeof aJob>[0], ledger?: Ledger, at?: number) =>
      looked({ ended: [aJob({ id: 'a', startedAt: start, ...job })] }, ledger, at);
    assert.equal(of({ finishedAt: start + hour }).runs[0]?.endedAt, start + hour);
    assert.equal(of({ finishedAt: undefined, durationMs: minute }).runs[0]?.endedAt, start + minute);
    const untold = { finishedAt: undefined, durationMs: undefined };
    const first = of(untold);
    assert.equal(first.runs[0]?.endedAt, now);
    assert.deepEqual(of(untold, first, now + hour).runs, first.runs);
  });

  it('is never an end that lies ahead', () => {
    const [run] = looked({ ended: [aJob({ finishedAt: now + hour })] }).runs;
    assert.deepEqual([run?.endedAt, run?.foundAt], [now, now]);
  });

  it('is when it was first seen, and its state as it was told last', () => {
    const first = looked({ ended: [ended('a', hour, 'partiallyFinished')] });
    const [run] = looked({ ended: [ended('a', hour, 'failed')] }, first, now + hour).runs;
    assert.deepEqual([run?.state, run?.foundAt, run?.endedAt], ['failed', now, now - hour]);
  });

  it('is the failure, where two that cannot be told apart ended differently', () => {
    const two = (['failed', 'finished'] as const).map(state => ended('', hour, state));
    for (const jobs of [two, two.toReversed()])
      assert.deepEqual(
        looked({ ended: jobs }).runs.map(({ state }) => state),
        ['failed'],
      );
  });

  it('is nothing where it runs, has a state that nobody knows, or cannot be told from others', () => {
    const nameless = { id: undefined, startedAt: undefined, finishedAt: undefined };
    const jobs = [
      aJob({ state: 'inProgress' }),
      aJob({ state: undefined }),
      aJob(nameless),
      aJob({ ...nameless, id: '' }),
    ];
    assert.deepEqual(looked({ ended: jobs }).runs, []);
    assert.deepEqual(jobs.map(runOf), [undefined, undefined, undefined, undefined]);
  });

  it('is known by its start where it has no id, else by its end', () => {
    assert.equal(runIdOf({ id: '', startedAt: 5, finishedAt: 9 }), '@5');
    assert.equal(runIdOf({ id: undefined, startedAt: undefined, finishedAt: 9 }), '@9');
    const twice = [aJob({ id: undefined }), aJob({ id: undefined })];
    assert.equal(looked({ ended: twice }).runs.length, 1);
  });

  it('is known by a short digest of an id that is too long, the same each time and its own', () => {
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
});

describe('a ledger', () => {
  it('remembers a run longer than it can be found, counted from its end or from when it was seen', () => {
    assert.ok(rememberedMs > lookBackMs);
    const failures = Array.from({ length: 10 }, (_, n) => ended(`a${n}`, 10 * minute - n, 'failed'));
    const ledger = looked({ ended: [...failures, ended('old', lookBackMs - hour, 'failed')] });
    assert.equal(looked({}, ledger, now + rememberedMs - hour).runs.length, 11);
    assert.deepEqual(idsOf(looked({}, ledger, now + rememberedMs)), idsOf(ledger));
  });

  it('forgets older runs but for the last six', () => {
    const ledger = looked({ ended: Array.from({ length: 10 }, (_, n) => ended(`a${n}`, (10 - n) * minute)) });
    const later = looked({ ended: [] }, ledger, now + rememberedMs + 1);
    assert.deepEqual(idsOf(later), ['a4', 'a5', 'a6', 'a7', 'a8', 'a9']);
    const next = looked(
      { ended: [aJob({ id: 'b', startedAt: now + 60 * hour, finishedAt: now + 61 * hour })] },
      later,
      now + 62 * hour,
    );
    assert.deepEqual(idsOf(next), [...idsOf(later), 'b']);
  });

  it('has its runs in the order of their ends, whatever order they come in', () => {
    const jobs = [ended('c', minute), ended('a', 3 * minute), ended('b', 2 * minute), ended('d', minute)];
    assert.deepEqual(idsOf(looked({ ended: jobs })), ['a', 'b', 'c', 'd']);
    assert.deepEqual(idsOf(looked({ ended: jobs.toReversed() })), ['a', 'b', 'c', 'd']);
  });

  it('has room for 300 runs: the oldest clean ones go, and no failure or partial run as long as there are clean ones', () => {
    const bad = Array.from({ length: 120 }, (_, n) =>
      ended(`f${n}`, 40 * hour - n, n % 2 ? 'failed' : 'partiallyFinished'),
    );
    const clean = Array.from({ length: 280 }, (_, n) => ended(`c${n}`, 30 * hour - n * minute));
    const ids = idsOf(looked({ ended: [...clean, ...bad] }));
    assert.equal(ids.length, 300);
    assert.equal(ids.filter(id => id.startsWith('f')).length, 120);
    assert.deepEqual(
      ids.slice(120),
      Array.from({ length: 180 }, (_, n) => `c${n + 100}`),
    );
    const failures = Array.from({ length: 350 }, (_, n) => ended(`f${n}`, 40 * hour - n * minute, 'failed'));
    assert.deepEqual(
      idsOf(looked({ ended: failures })),
      failures.slice(50).map(({ id }) => id),
    );
  });

  it('knows how long a clean run usually takes, once it has seen three, and keeps that while it sees fewer', () => {
    const lasting = (id: string, lastsMs: number, state: JobState = 'finished') =>
      aJob({ id, state, startedAt: now - 5 * hour, finishedAt: now - 5 * hour + lastsMs });
    const two = [lasting('a', 10 * minute), lasting('b', 20 * minute), lasting('f', minute, 'failed')];
    assert.equal(looked({ ended: two }).usualMs, undefined);
    const three = looked({ ended: [...two, lasting('c', 3 * hour)] });
    assert.equal(three.usualMs, 20 * minute);
    assert.equal(usualOf([ran('x', undefined, 1, 'finished'), ...three.runs]), 20 * minute);
    assert.equal(looked({}, { ...three, runs: [] }).usualMs, 20 * minute);
  });

  it('follows a backup that two looks in a row did not find, not one that three did not', () => {
    const one = { service: 'exchange', id: 'r', startedAt: now - hour } as const;
    const [other, third] = [
      { ...one, id: undefined },
      { ...one, id: undefined, startedAt: now },
    ];
    let ledger = looked({ running: [one, other, third] });
    const misses = (look: Partial<Look>) => {
      ledger = looked(look, ledger);
      return ledger.running.map(({ misses }) => misses);
    };
    assert.deepEqual(misses({ running: [other], lost: [one, third] }), [0, 1, 1]);
    assert.deepEqual(misses({ running: [one], lost: [other, third] }), [0, 1, 2]);
    assert.deepEqual(misses({ lost: [one, other, third] }), [1, 2]);
    assert.deepEqual(misses({ lost: [one, other] }), [2]);
  });

  it('follows the hundred that began first, where more run: the others are found again without', () => {
    const running = Array.from({ length: 130 }, (_, n) => ({
      service: 'exchange' as const,
      id: `r${n}`,
      startedAt: now - n * minute,
    }));
    const ids = looked({ running }).running.map(({ id }) => id);
    assert.deepEqual(
      ids.toSorted(),
      running
        .slice(30)
        .map(({ id }) => id)
        .toSorted(),
    );
  });
});
