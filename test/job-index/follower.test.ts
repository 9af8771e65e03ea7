import assert from 'node:assert/strict';
import { createJobIndex } from '../../src/job-index/job-index.ts';
import { fakeClock, fakeSource, hour, monday, recordingLog } from '../support/fakes.ts';
import { openIndexedSource } from '../support/indexed-source.ts';
import { createMemoryIndexJournal } from '../support/memory-index-journal.ts';

describe('process that only follows the index', () => {
  it('a process that only follows the index loads everything if the journal has pruned the changes that it missed', async () => {
    const [clock, log, journal] = [fakeClock(), recordingLog(), createMemoryIndexJournal()];
    const owner = await openIndexedSource({ clock, log, index: { journal: journal.open() } });
    const follower = createJobIndex({
      journal: journal.open(),
      source: fakeSource(() => assert.fail('it asks AvePoint for nothing')),
      sourceName: 'simulator',
      locations: [],
      intervalMs: 60_000,
      clockAheadMs: () => undefined,
      clock,
      random: () => 0.5,
      log,
      days: 60,
    });
    try {
      owner.simulator.plant({ id: 'first', startedAt: monday - 2 * hour, endedAt: monday - hour });
      await owner.pass();
      await follower.follow();
      assert.equal(follower.mirror.size, 1);
      for (const id of ['second', 'third']) {
        owner.simulator.plant({ id, startedAt: clock.now(), endedAt: clock.now() + 1_000 });
        await owner.run(2 * 60_000);
      }
      const { change } = await journal.open().mark();
      journal.forgetChangesUpTo(change - 1);
      await follower.follow();
      assert.equal(follower.mirror.size, 3);
      assert.equal(follower.state()?.news, 2);
    } finally {
      await follower.close();
      await owner.close();
    }
  });
});
