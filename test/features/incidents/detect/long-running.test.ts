import assert from 'node:assert/strict';
import {
  longRunningEnded,
  longRunningIncidents,
} from '../../../../src/features/incidents/detect/long-running.ts';
import type { ServiceSnapshot } from '../../../../src/features/incidents/detect/poller.ts';
import type { Incident } from '../../../../src/features/incidents/incident/incident.ts';
import {
  type RunHistory,
  type RunningBackup,
  runIdOf,
} from '../../../../src/features/incidents/runs/run-history.ts';
import { at, aWatch, emptyHistory, ran } from '../given.ts';
import { minute } from '../support.ts';

/** A service of which nothing is missing. */
const snapshot = (history: Partial<RunHistory> = {}): ServiceSnapshot => ({
  history: { ...emptyHistory('exchange'), ...history },
  seenAt: at(-10),
  gap: undefined,
});

describe('a long-running backup', () => {
  const started = (startedAt: number | undefined, id: string | null = 'r'): RunningBackup => ({
    service: 'exchange',
    id: id ?? undefined,
    startedAt: startedAt === undefined ? undefined : at(startedAt),
  });
  const running = (usual: number | undefined, ...backups: RunningBackup[]): ServiceSnapshot =>
    snapshot({
      usualMs: usual === undefined ? undefined : usual * minute,
      running: backups,
    });
  const longRunningAt = (
    minutes: number,
    state: ServiceSnapshot,
    incidents: readonly Incident[] = [],
    isEnding = false,
  ) =>
    longRunningIncidents({ service: 'exchange', watch: aWatch({ isEnding }), state }, incidents, at(minutes));

  it('a backup is long-running after more than three times the usual duration, and never within five minutes', () => {
    const state = running(20, started(0));
    assert.deepEqual(
      [60, 60.1].map(minutes => longRunningAt(minutes, state).length),
      [0, 1],
    );
    assert.deepEqual(
      [5, 5.1].map(minutes => longRunningAt(minutes, running(1, started(0))).length),
      [0, 1],
    );
    assert.deepEqual(longRunningAt(61, state)[0]?.about, {
      kind: 'stuck',
      service: 'exchange',
      jobId: 'r',
      startedAt: at(0),
      usualMs: 20 * minute,
      ended: undefined,
    });
  });

  it('a backup isn’t long-running if the usual duration or its start is unknown, or its watch is ending', () => {
    assert.deepEqual(longRunningAt(900, running(undefined, started(0))), []);
    assert.deepEqual(longRunningAt(900, running(20, started(undefined))), []);
    assert.deepEqual(longRunningAt(900, running(20, started(0)), [], true), []);
  });

  it('each long-running backup is one incident, and no second one when it is over', () => {
    const state = running(20, started(0), started(1, 't'), started(0, null), started(1, 's'));
    const found = longRunningAt(90, state);
    assert.equal(new Set(found.map(({ id }) => id)).size, 4);
    assert.deepEqual(longRunningAt(91, state, found), []);
    assert.deepEqual(
      longRunningAt(
        91,
        state,
        found.map(incident => ({ ...incident, overAt: at(91) })),
      ),
      [],
    );
    assert.equal(longRunningAt(91, state, found.slice(1)).length, 1);
  });

  it('an incident of a long-running backup ends with the backup and has its state, unknown if the backup disappeared', () => {
    const state = running(20, started(0));
    const [stuck] = longRunningAt(90, state) as [Incident];
    const endOf = (after: ServiceSnapshot, incident = stuck) => {
      const over = longRunningEnded(incident, after, at(100));
      return over?.about.kind === 'stuck' ? [over.overAt, over.about.ended] : undefined;
    };
    assert.equal(endOf(state), undefined);
    const ended = snapshot({ runs: [ran('r', 0, 95, 'partiallyFinished')] });
    assert.deepEqual(endOf(ended), [at(95), { at: at(95), state: 'partiallyFinished' }]);
    assert.deepEqual(endOf(snapshot()), [at(100), { at: at(100), state: undefined }]);
    assert.equal(endOf(snapshot({ service: 'teams' })), undefined);
    assert.equal(endOf(snapshot(), { ...stuck, overAt: at(95) }), undefined);
  });

  it('a long-running backup without an id, or with a very long one, is found by its run’s id', () => {
    for (const id of [null, 'x'.repeat(90)]) {
      const [stuck] = longRunningAt(90, running(20, started(0, id))) as [Incident];
      assert.equal(stuck.about.kind === 'stuck' && stuck.about.jobId, id ?? undefined);
      const known = runIdOf({ id: id ?? undefined, startedAt: at(0), finishedAt: undefined }) ?? '';
      const over = longRunningEnded(stuck, snapshot({ runs: [ran(known, 0, 95)] }), at(96));
      assert.deepEqual(over?.about.kind === 'stuck' && over.about.ended, { at: at(95), state: 'failed' });
    }
  });
});
