import assert from 'node:assert/strict';
import { inMs } from '../../src/domain/time.ts';
import { doubtOf } from '../../src/job-index/queries/doubt.ts';
import { fakeClock, hour, recordingLog } from '../support/fakes.ts';
import { type IndexedSource, openIndexedSource } from '../support/indexed-source.ts';

const intervalMs = 60_000;

describe('answers from the job index', () => {
  const clock = fakeClock();
  let source: IndexedSource;
  before(async () => {
    source = await openIndexedSource({ clock, log: recordingLog(), history: false, index: { intervalMs } });
    await source.run(3 * intervalMs);
  });
  after(() => source.close());

  /**
   * Waits for the index, as an answer about the last hour does; whether it still waits when nothing else is to be done.
   */
  async function ask(): Promise<{ readonly isWaiting: boolean; readonly answered: Promise<void> }> {
    let isWaiting = true;
    const answered = source.index.caughtUp(clock.now() - hour, inMs(hour, clock), 'backup').then(() => {
      isWaiting = false;
    });
    await new Promise(setImmediate);
    return { isWaiting, answered };
  }

  it('an answer from the job index waits for a new reading only if the last one is more than two intervals old', async () => {
    clock.advance(2 * intervalMs);
    assert.equal((await ask()).isWaiting, false);
    clock.advance(1);
    const { isWaiting, answered } = await ask();
    assert.equal(isWaiting, true);
    await source.pass();
    await answered;
    assert.equal((await ask()).isWaiting, false);
  });

  it('an answer from the job index is in doubt only if the last reading is more than three intervals old', async () => {
    await source.pass();
    const readAt = clock.now();
    const doubtNow = () =>
      doubtOf(source.index, { type: 'backup', service: 'exchange', from: undefined }, clock.now());
    clock.advance(3 * intervalMs);
    assert.equal(doubtNow(), undefined);
    clock.advance(1);
    assert.deepEqual(doubtNow(), { kind: 'notRead', since: readAt });
  });
});
