import assert from 'node:assert/strict';
import type { DaySums, DaySumsStore, RunCounts } from '../../src/domain/day-sums.ts';
import { jobTypes, services } from '../../src/domain/job.ts';
import type { Store } from '../../src/domain/store.ts';
import { daySumLines } from '../../src/store/day-sum-lines.ts';
import { createDaySumsStore, dateOf } from '../../src/store/day-sums.ts';
import { collected } from '../support/audit.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { realStores } from '../support/real-stores.ts';

const source = 'graph-us.example:8443 c/1 ä';
const other = 'graph-we.example c2';
/** 2026-11-01. */
const first = Date.UTC(2026, 10, 1) / 86_400_000;
const counts: RunCounts = {
  states: { inProgress: 1, finished: 2, failed: 3, finishedWithException: 4, partiallyFinished: 5 },
  unknown: 6,
  missed: 7,
};
const sums = (day: number, change: Partial<DaySums> = {}): DaySums => ({
  day,
  source,
  units: [
    { type: 'backup', service: 'exchange', isWhole: true, counts: { EUR: counts, NAM: counts } },
    { type: 'restore', service: 'teams', isWhole: false, counts: {} },
    { type: 'backup', service: undefined, isWhole: true, counts: { '': { ...counts, missed: undefined } } },
  ],
  ...change,
});

const kinds: typeof realStores = [
  ['memory', async () => ({ store: createMemoryStore(), close: async () => {} })],
  ...realStores,
];

for (const [name, open] of kinds)
  describe(`the sums by day in ${name}`, () => {
    let store: Store;
    let days: DaySumsStore;
    let close: () => Promise<void>;
    beforeEach(async () => {
      ({ store, close } = await open());
      days = createDaySumsStore(store);
    });
    afterEach(() => close());
    const stored = async (from: number, before: number) =>
      (await collected(days.between(from, before))).map(({ version: _, ...rest }) => rest);

    it('sums by day are read as they were written, the oldest first, from all sources', async () => {
      const put = [
        sums(first + 1),
        sums(first, { source: other }),
        sums(first),
        sums(first + 2, { units: [] }),
      ];
      for (const one of put) assert.equal(await days.put(one, undefined), true);
      assert.deepEqual(await stored(first, first + 3), [put[2], put[1], put[0], put[3]]);
      assert.deepEqual(await stored(first + 1, first + 2), [put[0]]);
    });

    it('sums by day are all read, however many there are', async () => {
      const count = 205;
      for (let day = first; day < first + count; day += 1)
        await days.put(sums(day, { units: [] }), undefined);
      const read = await stored(first, first + count + 1);
      assert.deepEqual(
        read.map(({ day }) => day),
        Array.from({ length: count }, (_, index) => first + index),
      );
    });

    it('sums by day are replaced only if they didn’t change since they were read', async () => {
      assert.equal(await days.put(sums(first), undefined), true);
      assert.equal(await days.put(sums(first, { units: [] }), undefined), false);
      const [read] = await collected(days.between(first, first + 1));
      assert.equal(await days.put(sums(first, { units: [] }), read?.version), true);
      assert.equal(await days.put(sums(first), read?.version), false);
      assert.deepEqual(await stored(first, first + 1), [sums(first, { units: [] })]);
    });

    it('sums of days before another are removed, up to a limit, of all sources', async () => {
      for (const day of [first, first + 1, first + 2]) await days.put(sums(day), undefined);
      await days.put(sums(first, { source: other }), undefined);
      const left = async () => (await stored(0, first + 9)).map(({ day }) => day - first);
      await days.forgetBefore(first + 2, 2);
      assert.deepEqual(await left(), [1, 2]);
      await days.forgetBefore(first + 2, 2);
      assert.deepEqual(await left(), [2]);
    });

    it('sums by day fit into a record if each service ran in each of eight locations, with restores in all of them', async () => {
      const names = ['PrimaryGeoLocation', 'NAM', 'EUR', 'GBR', 'JPN', 'APC', 'AUS', 'CAN'];
      const many = { ...counts, states: { ...counts.states, finished: 1_234 }, missed: undefined };
      const units = jobTypes.slice(0, 2).flatMap(type =>
        services.map(service => ({
          type,
          service,
          isWhole: true,
          counts: Object.fromEntries(names.map(name => [name, many])),
        })),
      );
      assert.equal(await days.put(sums(first, { units }), undefined), true);
      assert.deepEqual(await stored(first, first + 1), [sums(first, { units })]);
    });

    it('sums by day of a newer version are refused', async () => {
      const key = `${dateOf(first)} ${source}`;
      await store.put({ collection: 'daySums', partition: 'all', key }, { version: 2 });
      await assert.rejects(stored(first, first + 1), { code: 'newer' });
    });
  });

describe('the sums by day as lines', () => {
  const linesOf = async (...days: readonly DaySums[]) => {
    const between = async function* () {
      for (const day of days) yield { ...day, version: '1' };
    };
    return (await collected(daySumLines({ between }, first, first + 9))).map(line => JSON.parse(line));
  };

  it('lines of sums have every number, one line for each day, type, service and location', async () => {
    const [exchange, , restore, ...more] = await linesOf(sums(first));
    assert.deepEqual(exchange, {
      day: '2026-11-01',
      type: 'backup',
      service: 'exchange',
      location: 'EUR',
      runs: 21,
      inProgress: 1,
      finished: 2,
      failed: 3,
      finishedWithException: 4,
      partiallyFinished: 5,
      unknown: 6,
      missed: 7,
      isWhole: false,
      source,
    });
    assert.deepEqual([restore.location, restore.runs, restore.missed], [null, 0, null]);
    assert.deepEqual(
      more.map(({ service, location, runs, missed }) => [service, location, runs, missed]),
      [[null, null, 21, null]],
    );
  });

  it('lines of sums include a day without runs, to distinguish it from one that isn’t stored', async () => {
    const [none, ...more] = await linesOf(sums(first, { units: [] }));
    assert.deepEqual(more, []);
    assert.deepEqual([none.day, none.type, none.runs, none.isWhole], ['2026-11-01', null, 0, true]);
  });

  it('lines of sums are incomplete for a service while a run of its type has no known service', async () => {
    const [known, , unknown] = sums(first).units;
    assert.ok(known && unknown);
    const isWhole = async (units: DaySums['units']) =>
      (await linesOf(sums(first, { units }))).map(line => line.isWhole);
    assert.deepEqual(await isWhole([known]), [true, true]);
    assert.deepEqual(await isWhole([known, unknown]), [false, false, false]);
    assert.deepEqual(await isWhole([known, { ...unknown, type: 'restore' }]), [true, true, false]);
    assert.deepEqual(await isWhole([known, { ...unknown, isWhole: false, counts: {} }]), [true, true, false]);
  });
});
