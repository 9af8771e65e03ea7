import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SwitchesPatch } from '../../simulator/switches.ts';
import { forecast, listRequests, type Workload } from '../../src/checks/forecast.ts';
import { type ReaderLoad, readerFindings } from '../../src/checks/reader.ts';
import { historyMs } from '../../src/job-index/read-state.ts';
import { usualCaps } from '../../src/job-index/reader/location-reader.ts';
import { fakeClock, recordingLog } from '../support/fakes.ts';
import { openIndexedSource } from '../support/indexed-source.ts';
import { checking } from './support/checking.ts';

const minute = 60_000;

/** Twelve services with so many backups a day each. */
const load = (perService: number, changes: Partial<Workload> = {}): Workload => ({
  backupsPerDay: Array.from({ length: 12 }, () => perService),
  othersPerDay: 10,
  running: Math.ceil((12 * perService) / 100),
  bad: [perService, perService, perService],
  withoutErrorsPerDay: 0,
  rowsAtOnce: 100,
  rules: { meaning: 'start', hasTimeOfDay: true },
  isByService: false,
  answerMs: 300,
  intervalMs: minute,
  caps: usualCaps,
  historyMs,
  ...changes,
});

describe('forecast of the reader’s requests', () => {
  it('the forecast stays within 30 requests a minute and 75 minutes of filling with 200 backups a day and service', () => {
    const { perMinute, recentMs, badMs, restMs, fillMs } = forecast(load(200));
    assert.ok(perMinute > 10 && perMinute <= 30, `${perMinute}`);
    assert.deepEqual([recentMs, badMs, restMs], [2 * minute, 6 * minute, 31 * minute]);
    assert.ok(fillMs > 30 * minute && fillMs <= 75 * minute, `${fillMs / minute}`);
  });

  it('the forecast takes at most 4 requests a minute if nothing runs', () => {
    const { perMinute } = forecast(load(0, { othersPerDay: 0 }));
    assert.ok(perMinute <= 4, `${perMinute}`);
  });

  it('the forecast counts the pages of a list, and all but the last one again', () => {
    for (const [rows, requests] of [
      [0, 1],
      [100, 1],
      [101, 3],
      [450, 9],
    ] as const)
      assert.equal(listRequests(rows, 100), requests);
  });

  const slower: readonly (readonly [string, Partial<Workload>])[] = [
    ['short pages', { rowsAtOnce: 4 }],
    ['whole days', { rules: { meaning: 'start', hasTimeOfDay: false } }],
    ['lists of one service alone', { isByService: true }],
    ['slow answers', { answerMs: 20_000 }],
  ];
  for (const [name, changes] of slower)
    it(`the forecast expects the reader to find jobs later with ${name}`, () => {
      const [usual, late] = [forecast(load(200)), forecast(load(200, changes))];
      assert.ok(late.recentMs > usual.recentMs && late.restMs > usual.restMs, JSON.stringify(late));
    });

  it('the forecast says that the rest is not found in time if polls and new jobs leave no requests for it', () => {
    const busy = { ...load(20_000), shares: [1], rules: [load(0).rules] };
    assert.equal(forecast(load(20_000)).restMs, Number.POSITIVE_INFINITY);
    const seen = readerFindings(busy).find(({ tried }) => tried === 'found within')?.seen ?? '';
    assert.match(seen, /all else of two days not in time at all/);
  });

  it('the forecast never promises more with more jobs, shorter pages or slower answers', () => {
    const value = fc.record({
      perService: fc.integer({ min: 0, max: 2_000 }),
      rowsAtOnce: fc.integer({ min: 1, max: 100 }),
      answerMs: fc.integer({ min: 1, max: 20_000 }),
      meaning: fc.constantFrom('start' as const, 'end' as const, 'within' as const, 'unknown' as const),
      hasTimeOfDay: fc.boolean(),
      isByService: fc.boolean(),
    });
    fc.assert(
      fc.property(value, ({ perService, rowsAtOnce, answerMs, isByService, ...rules }) => {
        const one = load(perService, { rowsAtOnce, answerMs, isByService, rules });
        const worse = { ...one, rowsAtOnce: Math.max(1, Math.floor(rowsAtOnce / 2)), answerMs: answerMs * 2 };
        const [before, after] = [forecast(one), forecast(worse)];
        for (const name of ['perMinute', 'recentMs', 'badMs', 'restMs', 'fillRequests', 'fillMs'] as const) {
          assert.ok(!Number.isNaN(before[name]));
          assert.ok(after[name] >= before[name] * 0.95, `${name}: ${before[name]}, ${after[name]}`);
        }
        assert.ok(
          before.recentMs >= 2 * minute && before.badMs >= 6 * minute && before.restMs >= 31 * minute,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('the forecast adds up locations: requests of all, the time of the worst', () => {
    const whole: ReaderLoad = { ...load(200), shares: [1], rules: [load(0).rules] };
    const text = (shares: readonly number[]) =>
      readerFindings({ ...whole, shares })
        .map(({ seen }) => seen)
        .join(' ');
    assert.match(text([0.5, 0.3, 0.2]), /its cap is 30 a minute in each of 3 locations/);
    const perMinuteOf = (shares: readonly number[]) => Number(/about (\d+) a minute/.exec(text(shares))?.[1]);
    assert.ok(perMinuteOf([0.5, 0.5]) > perMinuteOf([1]));
  });
});

describe('the forecast beside the reader', function () {
  this.timeout(60_000);
  const staged: readonly SwitchesPatch[] = [{}, { maxPageSize: 10 }, { windowBy: 'end' }];
  for (const switches of staged)
    it(`the forecast comes near the requests that the reader makes: ${JSON.stringify(switches)}`, async () => {
      let said = 0;
      await checking({ switches }, async ({ check }) => {
        const { seen } = (await check({ settings: { locations: [] } })).about('requests of the reader');
        said = Number(/^about (\d+) a minute/.exec(seen)?.[1]);
      });
      const source = await openIndexedSource({
        clock: fakeClock(),
        log: recordingLog(),
        history: true,
        jobsApi: 'cloudbackupjobs',
      });
      try {
        source.simulator.setSwitches(switches);
        await source.pass();
        await source.run(15 * minute);
        source.simulator.clearRequests();
        await source.run(180 * minute);
        const made = source.simulator.requests().length / 180;
        assert.ok(said >= made * 0.66 && said <= made * 1.5 + 1, `said ${said}, made ${made}`);
      } finally {
        await source.close();
      }
    });
});
