import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createLeaseLoop } from '../../src/schedule/lease-loop.ts';
import { createLeases } from '../../src/store/leases.ts';
import { createPacing } from '../../src/teams/pacing.ts';
import { hour, recordingLog } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { virtualTime } from '../support/virtual-time.ts';

const ttlMs = 30_000;
const someJumps = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 0, max: 30_000 }),
    ms: fc.constantFrom(6 * hour, -6 * hour, 12 * hour, -12 * hour),
  }),
  { maxLength: 8 },
);

/** One of two processes that share a store; each has its own clocks. */
function twoProcesses() {
  const time = virtualTime();
  const store = createMemoryStore({ isShared: true });
  const passes: { readonly who: string; readonly at: number }[] = [];
  const startedAt = time.clock.now();
  const elapsed = () => time.clock.now() - startedAt;
  let isAlive = true;
  const start = (holder: string, ownJumps: { ms: number }, isMortal: boolean) => {
    const clock = { monotonic: time.clock.monotonic, now: () => time.clock.now() + ownJumps.ms };
    const leases = createLeases({ store, clock, holder, ttlMs });
    const isUp = () => isAlive || !isMortal;
    createLeaseLoop({
      name: 'w',
      leases: { ...leases, take: async name => (isUp() ? leases.take(name) : undefined) },
      pass: async heldFor => {
        if (isUp() && heldFor(0)) passes.push({ who: holder, at: elapsed() });
      },
      settled: async () => {},
      everyMs: 1_000,
      renewMs: 5_000,
      clock,
      sleep: time.sleep,
      log: recordingLog(),
    }).start();
  };
  return {
    time,
    passes,
    start,
    die() {
      isAlive = false;
    },
  };
}

describe('a lease while wall clocks jump', () => {
  it('a lease has one holder, whose work isn’t interrupted, while wall clocks jump', async () => {
    await fc.assert(
      fc.asyncProperty(someJumps, someJumps, async (ofHolder, ofOther) => {
        const { time, passes, start } = twoProcesses();
        const [a, b] = [{ ms: 0 }, { ms: 0 }];
        start('a', a, false);
        await time.until(time.sleep(10));
        start('b', b, false);
        for (const index of [0, 1, 2, 3, 4, 5, 6, 7]) {
          await time.until(time.sleep(ofHolder[index]?.afterMs ?? 1_000));
          a.ms += ofHolder[index]?.ms ?? 0;
          await time.until(time.sleep(ofOther[index]?.afterMs ?? 1_000));
          b.ms += ofOther[index]?.ms ?? 0;
        }
        await time.until(time.sleep(10_000));
        assert.ok(passes.every(({ who }) => who === 'a'));
        const pauses = passes.map(({ at }, index) => at - (passes[index - 1]?.at ?? at));
        assert.ok(Math.max(...pauses) <= 2_000, `${Math.max(...pauses)} ms without a pass`);
      }),
      { numRuns: 20 },
    );
  });

  it('a lease whose holder is gone passes on in time while wall clocks jump: neither sooner nor much later', async () => {
    await fc.assert(
      fc.asyncProperty(someJumps, async jumps => {
        const { time, passes, start, die } = twoProcesses();
        const b = { ms: 0 };
        start('a', { ms: 0 }, true);
        await time.until(time.sleep(10));
        start('b', b, false);
        await time.until(time.sleep(20_000));
        die();
        const diedAt = Math.max(...passes.map(({ at }) => at));
        for (const { afterMs, ms } of jumps) {
          await time.until(time.sleep(afterMs / 10));
          b.ms += ms;
        }
        await time.until(time.sleep(60_000));
        const takenAt = passes.find(({ who }) => who === 'b')?.at ?? Number.POSITIVE_INFINITY;
        // The lease was last renewed up to five seconds before, and is checked every five seconds.
        assert.ok(
          takenAt - diedAt >= ttlMs - 5_000 && takenAt - diedAt <= ttlMs + 11_000,
          `${takenAt - diedAt}`,
        );
      }),
      { numRuns: 20 },
    );
  });

  it('a process that has slept doesn’t rely on its lease, though only its wall clock shows it', async () => {
    const time = virtualTime();
    const slept = { ms: 0 };
    let isReachable = true;
    const store = createMemoryStore({ isShared: true });
    const clock = { monotonic: time.clock.monotonic, now: () => time.clock.now() + slept.ms };
    const leases = createLeases({ store, clock, holder: 'a', ttlMs });
    const held: boolean[] = [];
    createLeaseLoop({
      name: 'w',
      leases: {
        ...leases,
        take: name => (isReachable ? leases.take(name) : Promise.reject(new Error('no store'))),
      },
      pass: async heldFor => void held.push(heldFor(0)),
      settled: async () => {},
      everyMs: 1_000,
      renewMs: 5_000,
      clock,
      sleep: time.sleep,
      log: recordingLog(),
    }).start();
    await time.until(time.sleep(10_000));
    assert.ok(held.length >= 9);
    isReachable = false;
    slept.ms += ttlMs;
    held.length = 0;
    await time.until(time.sleep(10_000));
    assert.deepEqual(held, []);
    isReachable = true;
    await time.until(time.sleep(3_000));
    assert.ok(held.length > 0);
  });
});

describe('the pace of messages while the wall clock jumps', () => {
  /** Returns when each of these messages is sent, in the time that really passes. */
  async function moments(jumps: ReadonlyMap<number, number>): Promise<readonly number[]> {
    const { clock, sleep, until } = virtualTime();
    const start = clock.monotonic() as unknown as number;
    const pacing = createPacing({ clock, sleep });
    const gone: number[] = [];
    for (let index = 0; index < 40; index += 1) {
      clock.jump(jumps.get(index) ?? 0);
      await until(pacing.turn('tenant', `c${index % 3}`));
      gone.push((clock.monotonic() as unknown as number) - start);
    }
    return gone;
  }

  it('the pace of messages doesn’t change while the wall clock jumps', async () => {
    const usual = await moments(new Map());
    assert.ok((usual.at(-1) ?? 0) > 1_000);
    const index = fc.integer({ min: 0, max: 39 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(index, fc.constantFrom(6 * hour, -12 * hour))), async jumps => {
        assert.deepEqual(await moments(new Map(jumps)), usual);
      }),
      { numRuns: 20 },
    );
  });
});
