import assert from 'node:assert/strict';
import { StoreError } from '../../src/domain/store.ts';
import { createMemoryIndexJournal } from '../support/memory-index-journal.ts';
import { codes, goodBackups, hour, minute, monday, newsOf, on, type Stage, shapes } from './staged.ts';
import { certainServices, twoDays } from './two-days.ts';

/** Jobs that end while the bot is stopped from ten minutes after Monday, 14:05, for `ms`. */
function duringStop(ms: number) {
  const stoppedAt = monday + 10 * minute;
  const back = stoppedAt + ms;
  return [
    // Seen running, ended meanwhile.
    {
      id: 'RAN',
      service: 1,
      startedAt: monday + minute,
      endedAt: stoppedAt + 5 * minute,
      state: codes.failed,
    },
    // All of it meanwhile.
    {
      id: 'BAD',
      service: 2,
      startedAt: stoppedAt + minute,
      endedAt: stoppedAt + 6 * minute,
      state: codes.partial,
    },
    { id: 'GOOD', service: 3, startedAt: stoppedAt + 2 * minute, endedAt: stoppedAt + 20 * minute },
    {
      id: 'ODD',
      service: 4,
      startedAt: stoppedAt + 3 * minute,
      endedAt: stoppedAt + 9 * minute,
      state: 'Canceled',
    },
    // Started meanwhile, still running afterwards.
    { id: 'RUNS', service: 5, startedAt: stoppedAt + 4 * minute, endedAt: back + 5 * minute },
    // Another type of job.
    { id: 'RESTORE', type: 2, service: 6, startedAt: stoppedAt + minute, endedAt: stoppedAt + 8 * minute },
    // Over before the stop, listed during it.
    {
      id: 'LATE',
      service: 7,
      startedAt: monday - 3 * hour,
      endedAt: monday - 2 * hour,
      listedAt: stoppedAt + minute,
    },
  ];
}

const ids = ['BAD', 'GOOD', 'LATE', 'ODD', 'RAN', 'RESTORE', 'RUNS'];

function newsById(stage: Stage): readonly (readonly [string, number | undefined])[] {
  return ids.map(id => [id, stage.run1(id).news] as const);
}

describe('stops of the bot', () => {
  for (const shape of shapes) {
    for (const [name, ms] of [
      ['30 minutes', 30 * minute],
      ['3 hours', 3 * hour],
      ['3 days', 72 * hour],
    ] as const) {
      it(`a stop of the bot of ${name} leaves every end that it missed as news, once, and nothing OK that isn't known (${shape})`, async () => {
        await on({ shape, before: [...goodBackups(), ...duringStop(ms)] }, async first => {
          await first.run(10 * minute);
          assert.deepEqual(newsOf(first), []);
          first.clock.advance(ms);
          const second = await first.restart();
          assert.deepEqual(await second.okServices(100), []);
          await second.pass();
          await second.run(40 * minute);
          assert.ok(
            newsById(second).every(([, news]) => news !== undefined),
            JSON.stringify(newsById(second)),
          );
          assert.equal(newsOf(second).length, 7);
          assert.equal(new Set(newsOf(second)).size, 7);
          const before = newsById(second);
          const third = await second.restart();
          await third.run(20 * minute);
          assert.deepEqual(newsById(third), before);
          const ok = await third.okServices(100);
          for (const bad of ['exchange', 'sharepoint', 'groups'] as const) assert.ok(!ok.includes(bad), bad);
          assert.ok(ok.includes('onedrive'));
        });
      });
    }
  }

  it('a stop of the bot of 3 days is followed by a sweep that begins seven days before it', async () => {
    const started = monday - 6 * 24 * hour;
    const late = {
      id: 'OLD',
      service: 8,
      startedAt: started,
      endedAt: started + hour,
      listedAt: monday + 2 * hour,
    };
    await on({ before: [...goodBackups(), late] }, async first => {
      await first.run(10 * minute);
      first.clock.advance(72 * hour);
      const second = await first.restart();
      await second.run(30 * minute);
      assert.notEqual(second.run1('OLD').news, undefined);
    });
  });

  it('a stop of the bot in the middle of the first fill leaves the rest to the next process, and what was over is no news', async () => {
    const caps = { steadyPerMinute: 30, fillPerMinute: 5, fillAtOnce: 5 };
    await on({ before: twoDays, index: { caps } }, async first => {
      const second = await first.restart();
      await second.run(20 * minute);
      assert.equal((await certainServices(second)).length, 12);
      assert.ok(second.runs('J5-3')[0]);
      assert.equal(second.run1('J5-3').news, undefined);
    });
  });
});

describe('journal of the index', () => {
  it('the journal of the index gets what is read again if a write failed, whether it happened or not, and no news number twice', async () => {
    for (const hasHappened of [true, false]) {
      const journal = createMemoryIndexJournal().open();
      let failures = 0;
      const put: typeof journal.put = async (...written) => {
        const isDue = failures === 1;
        if (isDue) failures += 1;
        if (!isDue) return journal.put(...written);
        if (hasHappened) await journal.put(...written);
        throw new StoreError('unavailable', 'no connection');
      };
      await on({ before: goodBackups(), index: { journal: { ...journal, put } } }, async stage => {
        stage.simulator.plant({
          id: 'F',
          startedAt: monday + minute,
          endedAt: monday + 2 * minute,
          state: codes.failed,
        });
        stage.clock.advance(3 * minute);
        failures = 1;
        await assert.rejects(stage.pass(), StoreError);
        assert.equal(failures, 2);
        await stage.run(4 * minute);
        assert.deepEqual(newsOf(stage), [stage.run1('F').news]);
        let stored = 0;
        for await (const entries of journal.days(0, 99_999))
          stored += entries.filter(({ key }) => key.startsWith('F ')).length;
        assert.equal(stored, 1);
        assert.equal((await stage.okServices()).length, 11);
      });
    }
  });

  it('the journal of another data centre or client is begun anew, and all that was over is history', async () => {
    const journal = createMemoryIndexJournal();
    const failed = { id: 'F', startedAt: monday - hour, endedAt: monday - 50 * minute, state: codes.failed };
    await on({ before: [failed], index: { journal: journal.open(), sourceName: 'one' } }, async stage => {
      await stage.run(5 * minute);
    });
    await on(
      { before: goodBackups(), index: { journal: journal.open(), sourceName: 'two' } },
      async stage => {
        await stage.run(5 * minute);
        assert.equal(stage.runs('F').length, 0);
        assert.deepEqual(newsOf(stage), []);
        assert.equal((await stage.okServices()).length, 12);
      },
    );
  });
});
