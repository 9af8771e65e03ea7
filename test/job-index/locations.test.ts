import assert from 'node:assert/strict';
import type { PlantedInput } from '../../simulator/planted.ts';
import { locations } from '../../src/avepoint/index.ts';
import { monotonicMs } from '../../src/domain/time.ts';
import { readCoverage } from '../../src/jobs/coverage.ts';
import { readHealth } from '../../src/jobs/health.ts';
import { fakeClock, monday, recordingLog } from '../support/fakes.ts';
import { type IndexedSource, openIndexedSource } from '../support/indexed-source.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Exchange each six hours in two locations; in EUR it has failed for the last five days. */
function twoLocations(): readonly PlantedInput[] {
  const jobs: PlantedInput[] = [];
  for (const [location, failsSince] of [
    ['NAM', 0],
    ['EUR', 5],
  ] as const) {
    for (let back = 20 * 4; back > 0; back -= 1) {
      const startedAt = monday - back * 6 * hour;
      const isBad = startedAt > monday - failsSince * day;
      const id = `${location}${back}`;
      jobs.push({ id, location, service: 1, startedAt, endedAt: startedAt + hour, state: isBad ? 3 : 2 });
    }
  }
  return jobs;
}

describe('several locations', () => {
  let source: IndexedSource;
  let clock: ReturnType<typeof fakeClock>;
  const log = recordingLog();

  async function open(index: object, jobsApi: 'cloudbackup-jobs' | 'cloudbackupjobs' = 'cloudbackupjobs') {
    source = await openIndexedSource({ clock, log, jobsApi, index });
    source.simulator.plant(...twoLocations());
    await source.pass();
    await source.pass();
  }
  beforeEach(() => {
    clock = fakeClock();
  });
  afterEach(() => source.close());

  const parts = () => ({ index: source.index, clock, log });
  const coverage = async () => {
    const question = { service: undefined, targetMs: day, isUsual: false, zone: 'UTC' };
    const answer = await readCoverage(parts(), question, {}, monotonicMs(clock.now() + 1_000));
    return answer.services.find(({ service }) => service === 'exchange');
  };
  const health = async (hours: number) => {
    const to = clock.now();
    const question = {
      service: undefined,
      span: { from: to - hours * hour, to },
      spanWords: undefined,
      zone: 'UTC',
    };
    const answer = await readHealth(parts(), question, monotonicMs(clock.now() + 1_000));
    return answer.services.find(({ service }) => service === 'exchange');
  };

  for (const [way, index] of [
    ['that are set', { locations: ['NAM', 'EUR'] }],
    ['that are found', { knownLocations: locations }],
  ] as const) {
    it(`several locations ${way} are each read for themselves, and a service is as well covered as in its worst one, which is named`, async () => {
      await open(index);
      assert.deepEqual(source.index.locations, ['NAM', 'EUR']);
      const exchange = await coverage();
      assert.deepEqual([exchange?.verdict, exchange?.location], ['attention', 'EUR']);
      assert.equal((await health(24))?.tally?.states.failed, 4);
      const runs = [...source.index.mirror.between(monday - 30 * day, monday)];
      assert.equal(runs.length, 160);
      assert.ok(runs.every(({ location, services }) => location !== undefined && services[0] === 'exchange'));
      assert.equal(source.index.state()?.news, 0, 'all of it is history');
    });
  }

  it('several locations are named if a service stops in one of them', async () => {
    await open({ locations: ['NAM', 'EUR'] });
    for (let ahead = 1; ahead <= 8; ahead += 1) {
      const startedAt = monday + ahead * 6 * hour;
      source.simulator.plant({
        id: `later${ahead}`,
        location: 'NAM',
        service: 1,
        startedAt,
        endedAt: startedAt + hour,
      });
    }
    await source.run(2 * day, 20 * 60_000);
    const exchange = await health(24);
    assert.deepEqual([exchange?.verdict, exchange?.location], ['attention', 'EUR']);
  });

  it('several locations are not named if nothing was due in them', async () => {
    await open({ locations: ['NAM', 'EUR'] });
    const startedAt = monday - 10 * 60_000;
    const failed = {
      id: 'late',
      location: 'NAM',
      service: 1,
      startedAt,
      endedAt: startedAt + 60_000,
      state: 3,
    };
    source.simulator.plant(failed);
    await source.run(60_000);
    const exchange = await health(1);
    assert.deepEqual([exchange?.verdict, exchange?.location], ['attention', undefined]);
  });

  it('several locations are unknown while one of them is refused, and nothing is good', async () => {
    source = await openIndexedSource({
      clock,
      log,
      jobsApi: 'cloudbackupjobs',
      index: { locations: ['NAM', 'EUR'] },
    });
    source.simulator.plant(...twoLocations().filter(({ location }) => location === 'NAM'));
    source.simulator.addTrouble({ kind: 'status', status: 400, match: { Location: 'EUR' } });
    await source.pass();
    assert.equal((await coverage())?.verdict, 'unknown');
    assert.equal((await health(24))?.verdict, 'unknown');
  });

  it('several locations are not asked for in the older shape, which has none, nor if only one has backups', async () => {
    await open({ knownLocations: locations }, 'cloudbackup-jobs');
    assert.deepEqual(source.index.locations, [undefined]);
    await source.close();
    source = await openIndexedSource({
      clock,
      log,
      jobsApi: 'cloudbackupjobs',
      index: { knownLocations: locations },
    });
    source.simulator.plant(...twoLocations().filter(({ location }) => location === 'EUR'));
    await source.pass();
    assert.deepEqual(source.index.locations, [undefined]);
    assert.equal(
      source.simulator.requests().filter(({ query }) => query.Location !== undefined).length,
      locations.length - 1,
      'the primary one has two names',
    );
  });

  it('several locations that the API does not distinguish are read as one', async () => {
    source = await openIndexedSource({
      clock,
      log,
      jobsApi: 'cloudbackupjobs',
      index: { knownLocations: locations },
    });
    source.simulator.setSwitches({ ignoredFilters: ['Location'] });
    source.simulator.plant(...twoLocations());
    await source.pass();
    assert.deepEqual(source.index.locations, [undefined]);
  });
});
