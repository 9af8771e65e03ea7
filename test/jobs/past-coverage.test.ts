import assert from 'node:assert/strict';
import { monotonicMs } from '../../src/domain/time.ts';
import type { Mirror } from '../../src/job-index/mirror.ts';
import { unitKey } from '../../src/job-index/read-state.ts';
import type { IndexView } from '../../src/job-index/view.ts';
import { readPastCoverage } from '../../src/jobs/past-coverage.ts';
import { hour, on, type Stage } from '../job-index/staged.ts';
import { aJob, monday } from '../support/fakes.ts';

describe('good backups of a window, as far as the index is read', () => {
  const span = { from: monday - 24 * hour, to: monday - hour };
  const before = [
    { id: 'good', service: 1, startedAt: monday - 3 * hour, endedAt: monday - 2 * hour, state: 2 },
    { id: 'bad', service: 7, startedAt: monday - 5 * hour, endedAt: monday - 4 * hour, state: 3 },
  ];
  const verdictOf = async (
    stage: Stage,
    service: 'exchange' | 'teams',
    changes: Partial<IndexView> = {},
  ): Promise<string> => {
    const index: IndexView = { ...stage.index, caughtUp: () => Promise.resolve(), ...changes };
    const question = {
      service,
      targetMs: 24 * hour,
      isUsual: true,
      zone: 'UTC',
      window: { span, spanWords: undefined },
    };
    const answer = await readPastCoverage(
      { ...stage, index, known: undefined },
      question,
      monotonicMs(monday + 1_000),
    );
    return answer.verdict;
  };
  /** The state with a stretch of Teams that isn't read. */
  const withGap = (stage: Stage, from: number, to: number) => ({
    state: () => {
      const state = stage.index.state();
      const location = state?.locations[''];
      assert.ok(state && location);
      const key = unitKey('backup', 'teams');
      const units = {
        ...location.units,
        [key]: { ...location.units[key], unread: [{ from, to, isHistory: true }] },
      };
      return { ...state, locations: { '': { ...location, units } } };
    },
  });

  it('a window that was read whole is judged by the backups that began in it', () =>
    on({ before }, async stage => {
      assert.equal(await verdictOf(stage, 'exchange'), 'good');
      assert.equal(await verdictOf(stage, 'teams'), 'attention');
    }));

  it('a stretch of the window that wasn’t read makes the service unknown, and only that service', () =>
    on({ before }, async stage => {
      const gap = withGap(stage, monday - 20 * hour, monday - 18 * hour);
      assert.equal(await verdictOf(stage, 'teams', gap), 'unknown');
      assert.equal(await verdictOf(stage, 'exchange', gap), 'good');
    }));

  it('a stretch before the window that wasn’t read changes nothing', () =>
    on({ before }, async stage => {
      const gap = withGap(stage, monday - 50 * hour, monday - 40 * hour);
      assert.equal(await verdictOf(stage, 'teams', gap), 'attention');
    }));

  it('an index whose latest jobs weren’t read lately knows nothing for certain', () =>
    on({ before }, async stage => {
      const state = stage.index.state();
      const location = state?.locations[''];
      assert.ok(state && location);
      const readAt = { ...location.readAt, newest: monday - 2 * hour };
      const stale = { state: () => ({ ...state, locations: { '': { ...location, readAt } } }) };
      assert.equal(await verdictOf(stage, 'exchange', stale), 'unknown');
      assert.equal(await verdictOf(stage, 'teams', stale), 'unknown');
    }));

  it('a good backup without a known service may be of a service that had none', () =>
    on({ before }, async stage => {
      const [known] = stage.runs('good');
      assert.ok(known);
      const job = aJob({
        id: 'none',
        state: 'finished',
        startedAt: monday - 8 * hour,
        finishedAt: monday - 7 * hour,
      });
      (stage.index.mirror as Mirror).put({ ...known, key: 'none', services: [], job });
      assert.equal(await verdictOf(stage, 'teams'), 'unknown');
      assert.equal(await verdictOf(stage, 'exchange'), 'good');
    }));
});
