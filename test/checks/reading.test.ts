import assert from 'node:assert/strict';
import type { Simulator } from '../../simulator/simulator.ts';
import { OutOfTimeError } from '../../src/checks/finding.ts';
import { checkLocations } from '../../src/checks/locations.ts';
import { monotonicMs } from '../../src/domain/time.ts';
import { aJob, clockOf, monday } from '../support/fakes.ts';
import { type Checked, checking } from './support/checking.ts';

const minute = 60_000;
const hour = 60 * minute;
const shapes = ['cloudbackupjobs', 'cloudbackup-jobs'] as const;
const reader = 'requests of the reader';

/** A run each hour of two days, of one service and type. */
function plantHourly(simulator: Simulator, services: readonly number[], location?: string): void {
  for (let run = 1; run <= 40; run += 1)
    for (const service of services) {
      const startedAt = monday - run * hour - service * minute;
      simulator.plant({
        startedAt,
        endedAt: startedAt + 20 * minute,
        service,
        ...(location && { location }),
      });
    }
}

const marks = ({ findings }: Checked, mark: 'warning' | 'failure') =>
  findings.filter(one => one.mark === mark).map(({ tried }) => tried);

describe('npm run check, about reading', () => {
  for (const jobsApi of shapes) {
    for (const filter of ['ObjectType', 'JobType', 'JobState', 'StartTime', 'FinishTime'] as const)
      it(`npm run check names ${filter} if it is ignored (${jobsApi})`, async () => {
        await checking({ switches: { ignoredFilters: [filter] } }, async ({ check }) => {
          const told = await check({ settings: { jobsApi } });
          const finding = told.about(filter);
          assert.equal(finding.mark, 'failure', told.text);
          assert.match(finding.seen, /^ignored: /);
          assert.match(finding.fix ?? '', new RegExp(`Tell AvePoint’s support that ${filter} is ignored`));
          assert.deepEqual(marks(told, 'failure'), [filter]);
        });
      });

    it(`npm run check reports ok for each filter that is honoured (${jobsApi})`, async () => {
      await checking({}, async ({ check }) => {
        const told = await check({ settings: { jobsApi } });
        for (const filter of ['ObjectType', 'JobType', 'JobState', 'StartTime', 'FinishTime'])
          assert.match(told.about(filter).seen, /^honoured: /);
        assert.equal(told.about('lists of all services').mark, 'ok');
      });
    });

    it(`npm run check reports a job with two services if others are distinguished (${jobsApi})`, async () => {
      await checking({}, async ({ check, simulator }) => {
        const startedAt = monday - 3 * hour;
        simulator.plant({ startedAt, endedAt: startedAt + 10 * minute, service: 1, services: [7] });
        const { mark, seen } = (await check({ settings: { jobsApi } })).about('ObjectType');
        assert.equal(mark, 'ok');
        assert.match(seen, /^honoured: .*Exchange Online and Teams/);
      });
    });

    it(`npm run check reports that lists of all services are refused, and how many more requests that takes (${jobsApi})`, async () => {
      await checking({ switches: { unfiltered: 'refuse' } }, async ({ check }) => {
        const told = await check({ settings: { jobsApi } });
        assert.deepEqual(marks(told, 'failure'), []);
        assert.match(told.about('lists of all services').seen, /refused \(HTTP 400\)/);
        assert.match(told.about(reader).seen, /service by service takes \d+ times as many/);
        assert.equal(told.about('time window').mark, 'ok');
        assert.equal(told.about('ObjectType').mark, 'ok');
      });
    });

    it(`npm run check reports which services lists of all leave out, for pages of any size (${jobsApi})`, async () => {
      await checking({ switches: { unfilteredOmits: [7] } }, async ({ check, simulator }) => {
        const told = await check({ settings: { jobsApi } });
        simulator.setSwitches({ maxPageSize: 10 });
        const short = await check({ settings: { jobsApi } });
        assert.match(short.about('lists of all services').seen, /leave out jobs of Teams,/);
        assert.match(told.about('lists of all services').seen, /leave out jobs of Teams,/);
        assert.match(told.about(reader).seen, /service by service takes \d+ times as many/);
        assert.equal(told.about('found within').mark, 'warning');
      });
    });
  }

  it('npm run check does not take a job that is listed meanwhile for a missing one', async () => {
    const at = { now: monday };
    await checking({ history: false, now: () => at.now }, async ({ check, simulator }) => {
      plantHourly(simulator, [1, 7]);
      const startedAt = monday - hour;
      // Listed once the lists of single services are asked for.
      simulator.plant({ startedAt, endedAt: startedAt + minute, service: 9, listedAt: monday + 1 });
      const trouble = { kind: 'latency', ms: 1, at: 'jobs', match: { ObjectType: 9 } } as const;
      simulator.addTrouble(trouble);
      const told = await check();
      assert.equal(told.about('lists of all services').mark, 'ok', told.text);
    });
  });

  it('npm run check names a service that is refused, and judges by the others', async () => {
    await checking({}, async ({ check, simulator }) => {
      simulator.addTrouble({ kind: 'status', status: 400, at: 'jobs', match: { ObjectType: 7 } });
      const told = await check();
      assert.match(told.about('refused services').seen, /^Teams: HTTP 400$/);
      assert.equal(told.about('ObjectType').mark, 'ok');
    });
  });

  for (const [maxPageSize, late] of [
    [4, 'warning'],
    [10, 'ok'],
    [50, 'ok'],
  ] as const)
    for (const jobsApi of shapes)
      it(`npm run check reports what pages of ${maxPageSize} mean for the reader (${jobsApi})`, async () => {
        await checking({ switches: { maxPageSize } }, async ({ check }) => {
          const told = await check({ settings: { jobsApi } });
          assert.match(told.about('page size').seen, new RegExp(`at most ${maxPageSize} are given`));
          assert.match(told.about(reader).seen, /^about \d+ a minute/);
          const found = told.about('found within');
          assert.equal(found.mark, late);
          if (late === 'warning') assert.match(found.fix ?? '', /AvePoint gives 4 jobs a page/);
        });
      });

  it('npm run check names the order in which jobs come', async () => {
    await checking({}, async ({ check, simulator }) => {
      for (const [order, words] of [
        ['newest', /newest start first/],
        ['oldest', /oldest start first/],
        ['id', /by id/],
        ['shuffled', /no order that can be recognised/],
        ['shifting', /change their order/],
      ] as const) {
        simulator.setSwitches({ order });
        assert.match((await check()).about('order').seen, words);
      }
    });
  });

  it('npm run check counts the locations that have jobs, and says what to set', async () => {
    await checking({}, async ({ check }) => {
      const locationsOf = async (locations: readonly string[]) => {
        const told = await check({ settings: { locations } });
        const { mark, seen, fix } = told.about('locations');
        return { mark, seen, fix, toSet: told.toSet };
      };
      const toSet = ['AVEPOINT_LOCATIONS=NAM,EUR,APC'];
      const unset = await locationsOf([]);
      assert.match(unset.seen, /^3 locations have jobs: NAM, EUR, APC; AVEPOINT_LOCATIONS is not set/);
      assert.deepEqual([unset.mark, unset.toSet], ['warning', toSet]);
      const few = await locationsOf(['EUR']);
      assert.match(few.seen, /AVEPOINT_LOCATIONS lacks NAM and APC/);
      const idle = await locationsOf(['NAM', 'EUR', 'APC', 'JPN']);
      assert.match(idle.seen, /JPN is set and had none for 60 days/);
      const double = await locationsOf(['PrimaryGeoLocation', 'NAM', 'EUR', 'APC']);
      assert.match(double.seen, /PrimaryGeoLocation and NAM are two names of one location/);
      assert.deepEqual([double.mark, double.toSet], ['failure', toSet]);
      const alias = await locationsOf(['PrimaryGeoLocation', 'EUR', 'APC']);
      assert.equal(alias.mark, 'ok', alias.seen);
    });
  });

  it('npm run check asks for no setting if one location has jobs', async () => {
    await checking({ history: false }, async ({ check, simulator }) => {
      plantHourly(simulator, [1, 2, 7], 'EUR');
      const { mark, seen } = (await check()).about('locations');
      assert.deepEqual([mark, seen], ['ok', '1 location has jobs: EUR; nothing needs to be set']);
    });
  });

  it('npm run check names Location if it is ignored: a failure if one is set, else a warning', async () => {
    await checking({ switches: { ignoredFilters: ['Location'] } }, async ({ check }) => {
      const set = (await check()).about('Location');
      assert.equal(set.mark, 'failure');
      assert.match(set.fix ?? '', /take AVEPOINT_LOCATION and AVEPOINT_LOCATIONS out/);
      assert.equal((await check({ settings: { locations: [] } })).about('Location').mark, 'warning');
    });
  });

  it('npm run check asks no location of the older shape, which has none', async () => {
    await checking({}, async ({ check, simulator }) => {
      await check({ settings: { jobsApi: 'cloudbackup-jobs' } });
      const asked = simulator.requests().filter(({ query }) => 'Location' in query);
      assert.ok(asked.every(({ path }) => path !== '/cloudbackup/jobs'));
    });
  });

  for (const seconds of [-300, 300])
    it(`npm run check reports everything else with AvePoint’s clock off by ${seconds} s`, async () => {
      await checking({ switches: { serverClockSeconds: seconds } }, async ({ check }) => {
        const told = await check();
        assert.deepEqual([...marks(told, 'warning'), ...marks(told, 'failure')], ['clock'], told.text);
        assert.match(told.about('clock').fix ?? '', /widens its windows/);
      });
    });

  it('npm run check copes with many jobs by shorter windows, whether TotalCount counts all or the page', async () => {
    for (const totalCount of ['all', 'page'] as const)
      await checking({ history: false, switches: { totalCount } }, async ({ check, simulator }) => {
        for (let run = 0; run < 1_000; run += 1) {
          const startedAt = monday - 2 * minute - run * 3 * minute;
          simulator.plant({ startedAt, endedAt: startedAt + 90_000, service: 1 + (run % 12) });
        }
        const told = await check();
        const perDay = Number(/about (\d+) backups/.exec(told.about(reader).seen)?.[1]);
        assert.ok(perDay > 430 && perDay < 530, told.about(reader).seen);
        assert.match(told.about('ObjectType').seen, /12 services list/);
      });
  });

  it('npm run check reports the worst that whole days may mean if a day does not fit on a page', async () => {
    const switches = { ignoreTimeOfDay: true } as const;
    await checking({ history: false, switches }, async ({ check, simulator }) => {
      for (let run = 0; run < 1_000; run += 1) {
        const startedAt = monday - 2 * minute - run * 3 * minute;
        simulator.plant({ startedAt, endedAt: startedAt + 90_000, service: 1 + (run % 12) });
      }
      const told = await check();
      assert.match(told.about('time window').seen, /whole days, UTC/);
      assert.doesNotMatch(told.about('time window').seen, /nothing/);
      assert.match(told.about(reader).seen, /^about \d+ a minute/);
    });
  });

  it('npm run check reports what could not be tried in time with a slow API, and fails nothing for that', async () => {
    let now = monday;
    const sleep = async (ms: number) => {
      now += ms;
    };
    const others = { clock: clockOf(() => now) };
    await checking({ now: () => now, sleep }, async ({ check, simulator }) => {
      simulator.addTrouble({ kind: 'latency', ms: 3_000, at: 'jobs' });
      const short = await check({ others: { ...others, until: monotonicMs(now + 90_000) } });
      assert.deepEqual(marks(short, 'failure'), []);
      for (const tried of ['filters', 'locations'])
        assert.match(short.about(tried).seen, /AvePoint takes \d\.\d s an answer, and the time .* is over/);
      assert.equal(short.about('time window').mark, 'ok');
      simulator.clearTroubles();
      simulator.addTrouble({ kind: 'latency', ms: 6_000, at: 'jobs' });
      const long = await check({ others: { ...others, until: monotonicMs(now + 3_600_000) } });
      assert.match(long.about(reader).seen, /^about \d+ a minute/);
    });
  });

  it('npm run check reports why locations were not asked, whatever the finding of the late check is', async () => {
    let asked = 0;
    const finding = { mark: 'warning', tried: 'the rest', seen: 'late: so late', fix: 'wait.' } as const;
    const { findings } = await checkLocations({
      ask: async () => {
        asked += 1;
        if (asked > 2) throw new OutOfTimeError(finding, 'AvePoint is slow');
        return { kind: 'listed', jobs: [aJob()], ids: new Set(), isComplete: true, count: 1 };
      },
      settings: { location: undefined, locations: [] },
      now: monday,
    });
    assert.match(
      findings.at(-1)?.seen ?? '',
      /^could not be told: \d+ of \d+ were not asked: AvePoint is slow$/,
    );
  });

  it('npm run check stops at 429 in the middle of the filters, and prints what it has found before', async () => {
    await checking({}, async ({ check, simulator }) => {
      simulator.addTrouble({
        kind: 'status',
        status: 429,
        retryAfter: 60,
        at: 'jobs',
        match: { JobState: 3 },
      });
      const told = await check();
      assert.deepEqual(marks(told, 'failure'), ['data centre']);
      assert.deepEqual(marks(told, 'warning'), ['the rest']);
      assert.equal(told.about('JobType').mark, 'ok');
    });
  });

  it('npm run check fits the lines of a terminal', async () => {
    await checking({ switches: { maxPageSize: 4, unfilteredOmits: [7] } }, async ({ check }) => {
      const { text } = await check({ settings: { locations: [] } });
      assert.ok(text.split('\n').every(line => line.length <= 80 || !line.trim().includes(' ')));
    });
  });
});
