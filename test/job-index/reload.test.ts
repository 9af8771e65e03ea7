import assert from 'node:assert/strict';
import type { IndexJournal } from '../../src/domain/index-journal.ts';
import { JobSourceError } from '../../src/domain/job-source.ts';
import { StoreError } from '../../src/domain/store.ts';
import { createJobIndex, type JobIndex } from '../../src/job-index/job-index.ts';
import { fakeClock, fakeSource, hour, monday, recordingLog } from '../support/fakes.ts';
import { type IndexedSource, openIndexedSource } from '../support/indexed-source.ts';
import { createMemoryIndexJournal, type MemoryIndexJournal } from '../support/memory-index-journal.ts';

describe('index that is loaded anew', () => {
  const clock = fakeClock();
  const log = recordingLog();
  let journal: MemoryIndexJournal;
  let owner: IndexedSource;
  beforeEach(async () => {
    journal = createMemoryIndexJournal();
    owner = await openIndexedSource({ clock, log, index: { journal: journal.open() } });
    owner.simulator.plant({ id: 'first', startedAt: monday - 2 * hour, endedAt: monday - hour });
    await owner.pass();
  });
  afterEach(() => owner.close());

  const follower = (change: (real: IndexJournal) => Partial<IndexJournal>) => {
    const real = journal.open();
    return createJobIndex({
      journal: { ...real, ...change(real) },
      source: fakeSource(() => Promise.reject(new JobSourceError('unavailable', 'out of reach'))),
      sourceName: 'simulator',
      locations: [],
      intervalMs: 60_000,
      clockAheadMs: () => undefined,
      clock,
      random: () => 0.5,
      log,
      days: 60,
    });
  };

  it('an index that is loaded anew knows nothing until all runs are there, as fewer would look like all', async () => {
    let isSlow = false;
    let goOn = () => {};
    const index = follower(real => ({
      async *days(from, to) {
        if (isSlow)
          await new Promise<void>(resolve => {
            goOn = resolve;
          });
        yield* real.days(from, to);
      },
    }));
    await index.follow();
    assert.equal(index.mirror.size, 1);
    isSlow = true;
    const loading = index.load();
    while (index.mirror.size > 0) await Promise.resolve();
    assert.equal(index.state(), undefined);
    const again = index.load();
    await new Promise(resolve => setImmediate(resolve));
    goOn();
    await Promise.all([loading, again]);
    assert.equal(index.mirror.size, 1);
    assert.notEqual(index.state(), undefined);
    await index.close();
  });

  for (const [name, next] of [
    ['follows', (index: JobIndex) => index.follow()],
    ['takes over', (index: JobIndex) => index.go(() => true)],
  ] as const)
    it(`an index that is loaded anew is loaded again by a process that ${name} if that failed halfway`, async () => {
      let isDown = false;
      const index = follower(real => ({
        async *days(from, to) {
          if (isDown) throw new StoreError('unavailable', 'x');
          yield* real.days(from, to);
        },
      }));
      await index.follow();
      isDown = true;
      await assert.rejects(index.load(), StoreError);
      assert.equal(index.state(), undefined);
      isDown = false;
      await next(index);
      assert.equal(index.mirror.size, 1);
      assert.notEqual(index.state(), undefined);
      await index.close();
    });
});
