import assert from 'node:assert/strict';
import { StoreError } from '../../src/domain/store.ts';
import { createPasses, lateMs } from '../../src/schedule/passes.ts';
import { openStore } from '../../src/store/open-store.ts';
import { startAzurite } from '../support/azurite.ts';
import { fakeClock, monday, recordingLog } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';

const second = 1_000;

function open() {
  const clock = fakeClock();
  const memory = createMemoryStore({ isShared: true });
  let puts = 0;
  let isBroken = false;
  const store: typeof memory = {
    ...memory,
    put: (...args) => {
      puts += 1;
      return isBroken ? Promise.reject(new StoreError('unavailable', 'planted')) : memory.put(...args);
    },
  };
  /** An instance that shares the store. */
  const start = () => {
    const log = recordingLog();
    return { log, ...createPasses({ store, clock, log }) };
  };
  const breakStore = () => {
    isBroken = true;
  };
  return { clock, start, breakStore, puts: () => puts };
}

describe('the recorded passes of loops', () => {
  it('passes are seen in Azure Tables by an instance without the lease', async function () {
    this.timeout(30_000);
    const azurite = await startAzurite();
    try {
      const storeOf = () => openStore({ dataDir: '', storeUrl: azurite.connectionString });
      const [clock, log] = [fakeClock(), recordingLog()];
      const [holder, other] = await Promise.all(
        [storeOf(), storeOf()].map(async store => createPasses({ store: await store, clock, log })),
      );
      assert.ok(holder && other);
      for (const agoMs of [0, 40_000]) {
        clock.advance(40_000);
        await holder.note('sender', {});
        await holder.settled();
        assert.equal((await other.state('sender')).agoMs, 0);
        clock.advance(agoMs);
        assert.equal((await other.state('sender')).agoMs, agoMs);
      }
    } finally {
      azurite.stop();
    }
  });

  it('passes are known to the holder of the lease at once, and to others within half a minute', async () => {
    const { clock, start } = open();
    const [holder, other] = [start(), start()];
    for (let at = 0; at <= 600; at += 1) {
      await holder.note('sender', {});
      await holder.settled();
      clock.advance(second);
      assert.equal((await holder.state('sender')).agoMs, second);
      const { agoMs } = await other.state('sender');
      assert.ok(agoMs <= 31 * second, `${agoMs}`);
    }
  });

  it('passes are recorded once in half a minute, however often a loop makes one', async () => {
    const { clock, start, puts } = open();
    const { note, settled } = start();
    for (let at = 0; at < 120; at += 1) {
      await note('sender', {});
      await settled();
      clock.advance(second);
    }
    assert.equal(puts(), 4);
  });

  it('passes become old in every instance once the holder makes none, also in the holder itself', async () => {
    const { clock, start } = open();
    const [holder, other] = [start(), start()];
    clock.advance(60 * second);
    await holder.note('reader', {});
    await holder.settled();
    await other.state('reader');
    for (let at = 1; at <= 120; at += 1) {
      clock.advance(second);
      for (const instance of [holder, other]) {
        const { agoMs, at: passedAt } = await instance.state('reader');
        assert.deepEqual([agoMs, passedAt], [at * second, monday + 60 * second]);
      }
    }
  });

  it('passes count from the start in a process that hasn’t seen any', async () => {
    const { clock, start } = open();
    const instance = start();
    clock.advance(100 * second);
    assert.deepEqual(await instance.state('audit'), {
      agoMs: 100 * second,
      at: undefined,
      overdueSince: undefined,
    });
  });

  it('passes don’t count if a parallel part of the work failed', async () => {
    const { clock, start } = open();
    const instance = start();
    clock.advance(second);
    await instance.note('watcher', { hasPassed: () => false });
    assert.equal((await instance.state('watcher')).at, undefined);
  });

  it('passes have the due time of the message that has waited longest, which others see at once', async () => {
    const { clock, start } = open();
    const [holder, other] = [start(), start()];
    let since: number | undefined;
    const asked: number[] = [];
    const passing = {
      overdueSince: async (before: number) => {
        asked.push(clock.now() - before);
        return since;
      },
    };
    const pass = async () => {
      await holder.note('sender', passing);
      await holder.settled();
      clock.advance(10 * second);
    };
    await pass();
    since = monday - lateMs;
    await pass();
    assert.equal((await holder.state('sender')).overdueSince, since);
    assert.equal((await other.state('sender')).overdueSince, since);
    since = undefined;
    await pass();
    assert.equal((await other.state('sender')).overdueSince, undefined);
    assert.deepEqual(asked, [lateMs, lateMs, lateMs]);
  });

  it('passes count in the holder though they couldn’t be recorded, which is logged', async () => {
    const { clock, start, breakStore } = open();
    const instance = start();
    breakStore();
    await instance.note('sender', {});
    await instance.settled();
    clock.advance(second);
    assert.equal((await instance.state('sender')).agoMs, second);
    assert.deepEqual(
      instance.log.lines.map(({ message }) => message),
      ['pass not recorded'],
    );
  });
});
