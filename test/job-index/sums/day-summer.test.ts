import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RunCounts } from '../../../src/domain/day-sums.ts';
import { type JobState, jobStates, jobTypes, type Service, services } from '../../../src/domain/job.ts';
import { isGone, type Run, startOf } from '../../../src/job-index/run.ts';
import {
  type CertainSince,
  createDaySummer,
  type SummedUnit,
} from '../../../src/job-index/sums/day-summer.ts';
import { hour } from '../../support/fakes.ts';
import { aRun, day, minute, today } from './support.ts';

const midnight = today * day;
const sums = (runs: readonly Run[], certainSince: CertainSince = () => 0) =>
  createDaySummer().sum(today, runs, certainSince);
const unitOf = (units: readonly SummedUnit[], service: Service | undefined, type = 'backup') =>
  units.find(unit => unit.type === type && unit.service === service);
const countsOf = (runs: readonly Run[], service: Service | undefined = 'exchange', type = 'backup') =>
  unitOf(sums(runs), service, type)?.counts ?? {};
const total = ({ states, unknown }: RunCounts) => Object.values(states).reduce((a, b) => a + b, unknown);

const someTypes = jobTypes.slice(0, 2);
const someServices = services.slice(0, 3);
const anyRun = fc
  .record({
    type: fc.constantFrom(...someTypes),
    services: fc.uniqueArray(fc.constantFrom(...someServices), { maxLength: 2 }),
    location: fc.constantFrom(undefined, 'NAM', 'EUR'),
    state: fc.option(fc.constantFrom(...jobStates), { nil: undefined }),
    start: fc.integer({ min: -4 * 24, max: -1 }),
    isMissing: fc.boolean(),
    unlisted: fc.constantFrom(0, 0, 0, 1, 2),
  })
  .map(({ state, start, isMissing, ...rest }) => {
    const startedAt = midnight + start * hour;
    const run = aRun(startedAt, rest);
    return {
      ...run,
      job: { ...run.job, state },
      endSeenAt: state === 'inProgress' ? undefined : run.endSeenAt,
      missingSince: isMissing ? startedAt + hour : undefined,
    };
  });

/** Counts the runs that fit one by one. */
function counted(runs: readonly Run[], fits: (run: Run) => boolean): RunCounts {
  const here = runs.filter(run => !isGone(run) && fits(run));
  const stateOf = ({ job, endSeenAt, missingSince }: Run): JobState | undefined =>
    endSeenAt !== undefined && missingSince !== undefined ? undefined : job.state;
  return {
    states: Object.fromEntries(
      jobStates.map(state => [state, here.filter(run => stateOf(run) === state).length]),
    ) as RunCounts['states'],
    unknown: here.filter(run => stateOf(run) === undefined).length,
    missed: undefined,
  };
}

describe('sums of a day', () => {
  it('the sums of a day are what counting run by run gives, for each day, type, service and location', () => {
    fc.assert(
      fc.property(fc.array(anyRun, { maxLength: 40 }), runs => {
        const summer = createDaySummer();
        // Nothing is certain, so nothing is judged.
        const neverCertain = () => Number.POSITIVE_INFINITY;
        for (let date = today - 4; date < today; date += 1) {
          const isThen = (run: Run) => Math.floor(startOf(run) / day) === date;
          const units = summer.sum(date, runs.filter(isThen), neverCertain);
          for (const type of jobTypes)
            for (const service of [...services, undefined]) {
              const counts = unitOf(units, service, type)?.counts ?? {};
              const isOf = (run: Run) =>
                run.type === type &&
                (service === undefined ? run.services.length === 0 : run.services.includes(service));
              for (const location of [undefined, 'NAM', 'EUR']) {
                const expected = counted(runs, run => isThen(run) && isOf(run) && run.location === location);
                const found = counts[location ?? ''];
                assert.deepEqual(found ?? counted([], isOf), expected);
              }
            }
        }
      }),
      { seed: 14 },
    );
  });

  it('the sums of a day count a job that ran again under its id twice', () => {
    const first = aRun(midnight + hour, { job: { ...aRun(0).job, id: 'again', state: 'failed' } });
    const second = aRun(midnight + 2 * hour, { key: 'again 2' });
    const counts = countsOf([first, { ...second, job: { ...second.job, id: 'again' } }])[''];
    assert.equal(counts?.states.failed, 1);
    assert.equal(counts?.states.finished, 1);
  });

  it('the sums of a day have a run that disappeared, and one in a state that isn’t documented, as unknown', () => {
    const gone = aRun(midnight + hour, { missingSince: midnight + 2 * hour });
    const run = aRun(midnight + hour);
    const odd = { ...run, job: { ...run.job, state: undefined, stateText: 'Queued' } };
    const counts = countsOf([gone, odd, aRun(midnight)])[''];
    assert.equal(counts?.unknown, 2);
    assert.equal(counts?.states.finished, 1);
  });

  it('the sums of a day leave out a run that AvePoint doesn’t list any more', () => {
    assert.deepEqual(countsOf([aRun(midnight, { unlisted: 2 })]), {});
  });

  it('the sums of a day have runs whose service isn’t known separately, and a run of two services under both', () => {
    const runs = [
      aRun(midnight, { services: [] }),
      aRun(midnight, { services: ['teams', 'groups'] }),
      aRun(midnight, { services: [], type: 'restore' }),
    ];
    const of = (service: Service | undefined, type?: string) =>
      Object.values(countsOf(runs, service, type)).map(total);
    const unknown = unitOf(sums(runs), undefined);
    assert.deepEqual(Object.values(unknown?.counts ?? {}).map(total), [1]);
    assert.deepEqual([of('teams'), of('groups'), of('exchange')], [[1], [1], []]);
    assert.deepEqual(Object.values(unitOf(sums(runs), undefined, 'restore')?.counts ?? {}).map(total), [1]);
  });

  it('the sums of a day have each location separately, in the order of their names', () => {
    const runs = ['NAM', 'EUR', 'NAM'].map(location => aRun(midnight, { location }));
    const counts = countsOf(runs);
    assert.deepEqual(Object.keys(counts), ['EUR', 'NAM']);
    assert.deepEqual(Object.values(counts).map(total), [1, 2]);
  });

  it('the sums of a day are whole for a service whose runs since the day’s beginning are all known, and for no other', () => {
    const units = sums([], (_, service) => midnight + (service === 'teams' ? 1 : 0));
    assert.equal(unitOf(units, 'exchange')?.isWhole, true);
    assert.equal(unitOf(units, 'teams')?.isWhole, false);
    assert.equal(unitOf(units, undefined)?.isWhole, false, 'a run that is still to be read may be of none');
  });

  it('the sums of a day are whole for runs of no known service even while a service is refused', () => {
    const units = sums([], (_, service) => (service === 'teams' ? 'refused' : 0));
    assert.equal(unitOf(units, 'teams')?.isWhole, false);
    assert.equal(unitOf(units, undefined)?.isWhole, true);
  });

  describe('missed backups in the sums', () => {
    /** The sums of today, after a backup at each of the last 42 midnights. */
    function judged(runs: readonly Run[], { certainSince = (today - 42) * day, late = [] as Run[] } = {}) {
      const summer = createDaySummer();
      for (let date = today - 42; date < today; date += 1)
        summer.sum(date, [aRun(date * day), ...(date === today - 1 ? late : [])], () => 0);
      return summer.sum(today, runs, () => certainSince);
    }

    it('the sums of a day have missed backups for backups, also if none ran', () => {
      const units = judged([aRun(midnight, { type: 'restore' })]);
      assert.equal(unitOf(units, 'exchange')?.counts['']?.missed, 1);
      assert.equal(unitOf(units, 'exchange', 'restore')?.counts['']?.missed, undefined);
      assert.deepEqual(unitOf(units, 'teams')?.counts, {}, 'it was never backed up');
      assert.equal(unitOf(judged([aRun(midnight + minute)]), 'exchange')?.counts['']?.missed, 0);
    });

    it('the sums of a day have missed backups if all of the six weeks before is known', () => {
      const open = unitOf(judged([], { certainSince: (today - 42) * day + 1 }), 'exchange');
      assert.equal(open?.isJudged, false);
      assert.equal(open?.isWhole, true);
      assert.deepEqual(
        Object.values(open?.counts ?? {}).map(({ missed }) => missed),
        [undefined],
      );
    });

    it('the sums of a day have missed backups unless a backup is still going', () => {
      const { job, ...run } = aRun(midnight - hour, { endSeenAt: undefined });
      const going: Run = { ...run, job: { ...job, state: 'inProgress', finishedAt: undefined } };
      const units = judged([], { late: [going] });
      assert.equal(unitOf(units, 'exchange')?.counts['']?.missed, 0);
    });
  });
});
