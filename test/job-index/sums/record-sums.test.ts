import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Store, StoreError } from '../../../src/domain/store.ts';
import { createDaySumsRecorder } from '../../../src/job-index/sums/record-sums.ts';
import { createDaySumsStore, dateOf } from '../../../src/store/day-sums.ts';
import { openSqliteStore } from '../../../src/store/sqlite-store.ts';
import { collected } from '../../support/audit.ts';
import { fakeClock, hour, recordingLog } from '../../support/fakes.ts';
import { openIndexedSource } from '../../support/indexed-source.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { aRun, day, minute, type StagedIndex, stagedIndex, today } from './support.ts';

const exchange = 1;

interface Staging {
  readonly store?: Store;
  /** What the store does with a write, in place of writing. */
  readonly put?: (key: string, write: () => ReturnType<Store['put']>) => ReturnType<Store['put']>;
  readonly prepare?: (index: StagedIndex, clock: ReturnType<typeof fakeClock>) => void;
}

function stage({ store = createMemoryStore(), put = (_, write) => write(), prepare }: Staging = {}) {
  const clock = fakeClock();
  const log = recordingLog();
  const index = stagedIndex(clock);
  prepare?.(index, clock);
  const written: string[] = [];
  const watched: Store = {
    ...store,
    put: (place, value, expected) =>
      put(place.key, async () => {
        const version = await store.put(place, value, expected);
        if (version !== undefined) written.push(place.key.split(' ')[0] ?? '');
        return version;
      }),
  };
  const sums = createDaySumsStore(watched);
  const open = () => createDaySumsRecorder({ index, sums, clock, log });
  let recorder = open();
  const pass = async (mayGoOn = () => true) => {
    written.length = 0;
    recorder.update(mayGoOn);
    await recorder.settled();
    return [...written];
  };
  return {
    clock,
    log,
    index,
    pass,
    sums,
    /** As if the process had been started anew. */
    restart() {
      recorder = open();
    },
    /** The pass an hour later. */
    async later(ms = hour) {
      clock.advance(ms);
      return pass();
    },
    stored: () => collected(sums.between(0, today + 400)),
    async unit(date: number, service = 'exchange', source?: string) {
      const all = await collected(sums.between(date, date + 1));
      const one = all.find(other => source === undefined || other.source === source);
      return one?.units.find(({ type, service: of = 'none' }) => type === 'backup' && of === service);
    },
  };
}

describe('recording the sums by day', () => {
  it('recording the sums by day stores each past day that the index has, and not the one that isn’t over', async () => {
    const { index, pass, stored, unit } = stage();
    index.mirror.put(aRun(today * day - minute));
    index.mirror.put(aRun(today * day + minute));
    const written = await pass();
    assert.equal(written.length, 60);
    assert.deepEqual([written[0], written.at(-1)], [dateOf(today - 60), dateOf(today - 1)]);
    const yesterday = await unit(today - 1);
    assert.equal(yesterday?.isWhole, true);
    assert.equal(yesterday?.counts['']?.states.finished, 1);
    assert.equal((await stored())[0]?.source, 'graph.example c-1');
    assert.equal((await unit(today - 60))?.isWhole, false, 'the first day was read in part');
    assert.equal(
      (await unit(today - 59)) === undefined,
      true,
      'of the next it’s certain that there were none',
    );
  });

  it('recording the sums by day stores yesterday within an hour of midnight', async () => {
    const { clock, pass, later } = stage();
    await pass();
    clock.advance((today + 1) * day - clock.now() - 2 * hour);
    await pass();
    assert.deepEqual(await later(), []);
    assert.deepEqual(await later(), [dateOf(today)]);
  });

  it('recording the sums by day writes a day again only if something changed, such as by late news', async () => {
    const { index, pass, later, unit } = stage();
    const night = aRun((today - 1) * day + 22 * hour);
    const { job } = night;
    for (let back = 1; back <= 60; back += 1) index.mirror.put(aRun((today - back) * day + 2 * hour));
    index.mirror.put({ ...night, job: { ...job, state: 'inProgress' }, endSeenAt: undefined });
    await pass();
    assert.deepEqual(await later(), []);
    index.mirror.put(night);
    index.mirror.put(aRun((today - 5) * day + 2 * hour + minute));
    assert.deepEqual(await later(hour - 1), [], 'not before an hour is over');
    assert.deepEqual(await later(1), [dateOf(today - 5), dateOf(today - 1)]);
    const { states } = (await unit(today - 1))?.counts[''] ?? {};
    assert.deepEqual([states?.inProgress, states?.finished], [0, 2]);
  });

  it('recording the sums by day leaves what was whole while AvePoint is out of reach, and stores it again from then on', async () => {
    const { index, pass, later, unit } = stage();
    index.mirror.put(aRun(today * day - minute));
    await pass();
    index.mirror.put(aRun(today * day - 2 * minute));
    index.setUnit('backup', 'exchange', { unread: [{ from: 0, to: 1e15, isHistory: false }] });
    assert.deepEqual(await later(), []);
    assert.equal((await unit(today - 1))?.counts['']?.states.finished, 1);
    index.setUnit('backup', 'exchange', {});
    assert.deepEqual(await later(), [dateOf(today - 1)]);
    assert.equal((await unit(today - 1))?.counts['']?.states.finished, 2);
  });

  it('recording the sums by day begins once the index was read, or after an hour', async () => {
    const unread = [{ from: (today - 2) * day, to: (today - 2) * day + hour, isHistory: true }];
    const { index, pass, later, unit } = stage({
      prepare: one => one.setUnit('backup', 'groups', { unread }),
    });
    for (const back of [1, 2, 3]) index.mirror.put(aRun((today - back) * day, { services: ['groups'] }));
    assert.deepEqual(await pass(), []);
    assert.deepEqual(await later(hour - 1), []);
    assert.notDeepEqual(await later(1), []);
    const whole = [1, 2, 3].map(async back => (await unit(today - back, 'groups'))?.isWhole);
    assert.deepEqual(await Promise.all(whole), [true, false, false]);
    const other = stage({
      prepare: one => one.setUnit('backup', 'groups', { unread, refused: { since: 1, code: 'forbidden' } }),
    });
    other.index.mirror.put(aRun((today - 1) * day, { services: [] }));
    assert.notDeepEqual(await other.pass(), [], 'what is refused isn’t waited for');
    assert.equal((await other.unit(today - 1, 'groups'))?.isWhole, false);
    assert.equal((await other.unit(today - 1, 'none'))?.isWhole, true, 'no run of none is to come');
  });

  it('recording the sums by day does nothing before the index was read at all', async () => {
    const { log, index, later } = stage();
    index.setState(() => undefined);
    assert.deepEqual(await later(), []);
    index.setState(state => ({ ...state, locations: {} }));
    assert.deepEqual(await later(), []);
    assert.deepEqual(log.lines, []);
  });

  it('recording the sums by day calls nothing whole while a filter is ignored', async () => {
    const { index, pass, unit } = stage();
    index.setState(state => {
      const [location] = Object.values(state.locations);
      assert.ok(location);
      return { ...state, locations: { '': { ...location, ignored: { ObjectType: today * day * 2 } } } };
    });
    index.mirror.put(aRun((today - 1) * day));
    await pass();
    assert.equal((await unit(today - 1))?.isWhole, false);
  });

  it('recording the sums by day removes what is 401 days old, and keeps what is 400', async () => {
    const { sums, pass, stored } = stage();
    for (const back of [402, 401, 400])
      await sums.put({ day: today - back, source: 'another', units: [] }, undefined);
    await pass();
    assert.deepEqual(
      (await stored()).slice(0, 2).map(one => today - one.day),
      [400, 60],
    );
  });

  it('recording the sums by day retains the days of which the index has no runs any more', async () => {
    const { index, clock, pass, later, unit } = stage();
    const run = aRun((today - 1) * day);
    index.mirror.put(run);
    await pass();
    clock.advance(70 * day);
    index.mirror.forgetBefore(today + 10);
    await later();
    assert.equal((await unit(today - 1))?.counts['']?.states.finished, 1);
  });

  it('recording the sums by day retains whole days if an index that was lost is read again and AvePoint lists less', async () => {
    const { index, pass, later, unit } = stage();
    index.mirror.put(aRun((today - 20) * day));
    index.mirror.put(aRun((today - 2) * day));
    await pass();
    index.mirror.clear();
    await later();
    assert.equal((await unit(today - 20))?.counts['']?.states.finished, 1);
    assert.equal((await unit(today - 2))?.counts[''], undefined, 'it may have been taken back');
  });

  it('recording the sums by day retains missed backups when the index doesn’t reach back far enough to judge them again', async () => {
    const { index, clock, later, pass, unit } = stage();
    for (let date = today - 60; date < today; date += 1)
      if (date !== today - 3) index.mirror.put(aRun(date * day + 12 * hour));
    await pass();
    assert.equal((await unit(today - 3))?.counts['']?.missed, 1);
    assert.equal((await unit(today - 2))?.counts['']?.missed, 0);
    assert.equal((await unit(today - 30))?.counts['']?.missed, undefined);
    for (let ahead = 1; ahead <= 40; ahead += 1) {
      clock.advance(day - hour);
      index.mirror.put(aRun((today + ahead - 1) * day + 12 * hour));
      index.mirror.forgetBefore(today + ahead - 60);
      await later();
    }
    assert.equal((await unit(today - 3))?.counts['']?.missed, 1);
    assert.equal((await unit(today + 39))?.counts['']?.missed, 0);
  });

  it('recording the sums by day tries again ten minutes after the store has failed, and logs it', async () => {
    let isDown = true;
    const { log, index, pass, later } = stage({
      put: (_, write) => (isDown ? Promise.reject(new StoreError('unavailable', 'x')) : write()),
    });
    index.mirror.put(aRun((today - 1) * day));
    assert.deepEqual(await pass(), []);
    assert.equal(
      log.lines.filter(({ message }) => message === 'sums by day not stored, trying again').length,
      1,
    );
    isDown = false;
    assert.deepEqual(await later(10 * minute - 1), []);
    assert.equal((await later(1)).length, 60);
    assert.equal(log.lines.length, 1);
    assert.deepEqual(await later(hour - 1), []);
  });

  it('recording the sums by day stores the other days if one can’t be stored', async () => {
    const { log, pass } = stage({
      put: (key, write) =>
        key.startsWith(dateOf(today - 3)) ? Promise.reject(new Error('too large')) : write(),
    });
    assert.equal((await pass()).length, 59);
    assert.deepEqual(
      log.lines.map(({ level, fields }) => [level, fields.day]),
      [['error', today - 3]],
    );
  });

  it('recording the sums by day stops at the next day once the lease is lost', async () => {
    const { pass } = stage();
    let left = 5;
    assert.equal((await pass(() => left-- > 0)).length, 5);
  });

  it('recording the sums by day makes one pass at a time', async () => {
    let waiting = () => {};
    let writes = 0;
    const { pass, clock } = stage({
      put: async (_, write) => {
        writes += 1;
        if (writes === 1)
          await new Promise<void>(resolve => {
            waiting = resolve;
          });
        return write();
      },
    });
    const first = pass();
    while (writes === 0) await new Promise(resolve => setImmediate(resolve));
    clock.advance(2 * hour);
    const second = pass();
    waiting();
    await Promise.all([first, second]);
    assert.equal(writes, 60);
  });

  it('recording the sums by day leaves what another process has written meanwhile', async () => {
    const store = createMemoryStore();
    const key = `${dateOf(today - 1)} graph.example c-1`;
    const theirs = { version: 1, units: [] };
    const { index, pass, stored } = stage({
      store,
      put: async (at, write) => {
        if (at === key) await store.put({ collection: 'daySums', partition: 'all', key }, theirs, 'absent');
        return write();
      },
    });
    index.mirror.put(aRun((today - 1) * day));
    await pass();
    assert.deepEqual((await stored()).at(-1)?.units, []);
  });

  it('recording the sums by day stores the days of another data centre or client beside its own', async () => {
    const { index, sums, pass, unit } = stage();
    await sums.put({ day: today - 1, source: 'another', units: [] }, undefined);
    index.mirror.put(aRun((today - 1) * day));
    await pass();
    assert.ok(await unit(today - 1, 'exchange', 'graph.example c-1'));
    assert.equal(await unit(today - 1, 'exchange', 'another'), undefined);
  });

  it('recording the sums by day finds what an earlier process has stored, in SQLite', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-sums-'));
    const store = openSqliteStore({ dataDir });
    const { index, pass, restart } = stage({ store });
    for (const location of ['NAM', 'EUR']) index.mirror.put(aRun((today - 1) * day, { location }));
    index.mirror.put(aRun((today - 1) * day, { services: [] }));
    assert.equal((await pass()).length, 60);
    restart();
    assert.deepEqual(await pass(), []);
    await store.close();
    rmSync(dataDir, { recursive: true });
  });

  it('recording the sums by day sums up what AvePoint lists, through the index', async () => {
    const clock = fakeClock();
    const log = recordingLog();
    const source = await openIndexedSource({ clock, log, history: false, jobsApi: 'cloudbackupjobs' });
    for (const [hours, state] of [
      [1, 2],
      [2, 3],
      [3, 2],
    ] as const) {
      const startedAt = (today - 1) * day + hours * hour;
      source.simulator.plant({ service: exchange, state, startedAt, endedAt: startedAt + minute });
    }
    const sums = createDaySumsStore(createMemoryStore());
    const recorder = createDaySumsRecorder({ index: source.index, sums, clock, log });
    for (let passes = 0; passes < 20; passes += 1) {
      await source.run(minute);
      recorder.update(() => true);
      await recorder.settled();
    }
    const [yesterday] = await collected(sums.between(today - 1, today));
    assert.equal(yesterday?.source, 'simulator');
    const [unit, ...more] = yesterday?.units ?? [];
    assert.deepEqual(more, []);
    assert.deepEqual([unit?.type, unit?.service, unit?.isWhole], ['backup', 'exchange', true]);
    const { states } = unit?.counts[''] ?? {};
    assert.deepEqual([states?.finished, states?.failed], [2, 1]);
    await source.close();
  });
});
