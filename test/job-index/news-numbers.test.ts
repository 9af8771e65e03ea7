import assert from 'node:assert/strict';
import { fakeClock, hour, monday, recordingLog } from '../support/fakes.ts';
import { openIndexedSource } from '../support/indexed-source.ts';
import { createMemoryIndexJournal } from '../support/memory-index-journal.ts';

const minute = 60_000;

describe('news numbers after a power failure', () => {
  it('the news numbers after a power failure are above those that were reported, so that no end has the number of another one', async () => {
    const [clock, log] = [fakeClock(), recordingLog()];
    const journal = createMemoryIndexJournal();
    const owner = await openIndexedSource({ clock, log, index: { journal: journal.open() } });
    let told: number | undefined;
    try {
      await owner.pass();
      owner.simulator.plant({ id: 'first', startedAt: clock.now(), endedAt: clock.now() + 1_000, state: 3 });
      await owner.run(3 * minute);
      told = owner.index.news()?.until;
      assert.equal(owner.index.mirror.withId('first')[0]?.news, told);
    } finally {
      await owner.close();
    }
    // What the disk has: the mark of before the end.
    const file = journal.open();
    const { generation, highest, change, state } = await file.claim();
    await file.put([], Math.max(highest, change) + 1, { ...(state as object), news: 0 }, generation);
    await file.close();

    clock.advance(hour);
    const next = await openIndexedSource({ clock, log, index: { journal: journal.open() } });
    try {
      next.simulator.plant({ id: 'second', startedAt: monday, endedAt: clock.now(), state: 3 });
      await next.run(3 * minute);
      const number = next.index.mirror.withId('second')[0]?.news;
      assert.ok(told !== undefined && number !== undefined && number > told, `${number} after ${told}`);
      assert.ok((next.index.news()?.until ?? 0) >= number);
    } finally {
      await next.close();
    }
  });
});
