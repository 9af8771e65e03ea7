import assert from 'node:assert/strict';
import type { Leases } from '../../src/domain/leases.ts';
import { inMs } from '../../src/domain/time.ts';
import { createLeaseLoop } from '../../src/schedule/lease-loop.ts';
import { createLeases } from '../../src/store/leases.ts';
import { recordingLog } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { type VirtualTime, virtualTime } from '../support/virtual-time.ts';

const ttlMs = 30_000;

describe('a loop with a lease', () => {
  let time: VirtualTime;
  const store = () => createMemoryStore({ isShared: true });
  const log = recordingLog();

  function loop(
    leases: Leases,
    pass: (heldFor: (ms: number) => boolean) => Promise<void>,
    settled: () => Promise<void> = async () => {},
  ) {
    const waiting = { clock: time.clock, sleep: time.sleep };
    return createLeaseLoop({
      name: 'w',
      leases,
      pass,
      settled,
      everyMs: 1_000,
      renewMs: 5_000,
      log,
      ...waiting,
    });
  }

  beforeEach(() => {
    time = virtualTime();
  });

  it('a loop runs in one of two processes, and in the other once that one is gone', async () => {
    const shared = store();
    const leasesOf = (holder: string) => createLeases({ store: shared, clock: time.clock, holder, ttlMs });
    const done: string[] = [];
    let isAlive = true;
    const dying: Leases = {
      take: async name => (isAlive ? leases.take(name) : undefined),
      release: async () => {},
    };
    const leases = leasesOf('a');
    loop(dying, async () => void (isAlive && done.push('a'))).start();
    loop(leasesOf('b'), async () => void done.push('b')).start();
    await time.until(time.sleep(20_500));
    assert.ok(done.length > 15 && done.every(who => who === 'a'), done.join(''));
    isAlive = false;
    done.length = 0;
    await time.until(time.sleep(29_000));
    assert.deepEqual(done, [], 'nobody may, until it is certain');
    await time.until(time.sleep(17_000));
    assert.ok(done.length > 5 && done.every(who => who === 'b'), done.join(''));
  });

  it('a loop renews its lease during a long pass, and returns how long it certainly lasts', async () => {
    const leases = createLeases({ store: store(), clock: time.clock, holder: 'a', ttlMs });
    let held: boolean[] = [];
    loop(leases, async heldFor => {
      await time.sleep(120_000);
      held = [heldFor(10_000), heldFor(ttlMs + 1)];
    }).start();
    await time.until(time.sleep(125_000));
    assert.deepEqual(held, [true, false]);
  });

  it('a loop continues after a failed pass, and does nothing once the lease can’t be renewed', async () => {
    let passes = 0;
    let isReachable = true;
    const leases: Leases = {
      take: async () => {
        if (!isReachable) throw new Error('no store');
        return inMs(ttlMs, time.clock);
      },
      release: async () => {},
    };
    loop(leases, async () => {
      passes += 1;
      throw new Error('failed');
    }).start();
    await time.until(time.sleep(10_500));
    assert.ok(passes >= 9);
    isReachable = false;
    await time.until(time.sleep(ttlMs + 1_000));
    passes = 0;
    await time.until(time.sleep(60_000));
    assert.equal(passes, 0);
  });

  it('a stopped loop starts nothing more, waits for what is in flight, and releases the lease', async () => {
    const shared = store();
    const leasesOf = (holder: string) => createLeases({ store: shared, clock: time.clock, holder, ttlMs });
    let isSettled = false;
    let held: ((ms: number) => boolean) | undefined;
    const first = loop(
      leasesOf('a'),
      async heldFor => {
        held = heldFor;
      },
      async () => {
        await time.sleep(3_000);
        isSettled = true;
      },
    );
    first.start();
    await time.until(time.sleep(2_000));
    const stopping = first.stop();
    assert.equal(held?.(0), false);
    await time.until(stopping);
    assert.ok(isSettled);
    assert.ok(await leasesOf('b').take('w'), 'another need not wait');
  });

  it('a stopped loop releases its lease only after the pass in flight has ended', async () => {
    const ends: string[] = [];
    const leases: Leases = {
      take: async () => inMs(ttlMs, time.clock),
      release: async () => void ends.push('lease given back'),
    };
    const one = loop(
      leases,
      async () => {
        await time.sleep(10_000);
        ends.push('pass over');
      },
      async () => void ends.push('settled'),
    );
    one.start();
    await time.until(time.sleep(2_000));
    await time.until(one.stop());
    assert.deepEqual(ends, ['pass over', 'settled', 'lease given back']);
  });
});
