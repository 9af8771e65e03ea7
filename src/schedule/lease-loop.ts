import type { Leases } from '../domain/leases.ts';
import type { Log } from '../domain/log.ts';
import { type Clock, type EpochMs, type MonotonicMs, msBetween, msUntil } from '../domain/time.ts';

/** Work that one process at a time does, again and again. */
export interface LeaseLoop {
  start(): void;
  /**
   * Begins nothing more, waits for what is under way, and gives the lease back. It is quick if `sleep` ends with the
   * process.
   */
  stop(): Promise<void>;
}

export interface LeaseLoopParts {
  readonly name: string;
  readonly leases: Leases;
  /** One pass. `heldFor` tells whether the lease is certain to be held for so many more milliseconds. */
  readonly pass: (heldFor: (ms: number) => boolean) => Promise<void>;
  /** Resolves when nothing is under way that a pass has begun. */
  readonly settled: () => Promise<void>;
  readonly everyMs: number;
  /** Much shorter than the lease is given for. */
  readonly renewMs: number;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: Log;
}

/** A lease as it was last taken. */
interface Held {
  readonly takenAt: EpochMs;
  readonly begunAt: MonotonicMs;
  readonly until: MonotonicMs;
}

/** The lease is prolonged beside the pass, so that a long one does not lose it. */
export function createLeaseLoop(parts: LeaseLoopParts): LeaseLoop {
  const { name, leases, pass, settled, everyMs, renewMs, clock, sleep, log } = parts;
  let held: Held | undefined;
  let renewing: Promise<void> | undefined;
  let isStopping = false;
  /**
   * How long the lease lasts, by the clock that says less: the monotonic clock stands still while the machine sleeps, and the wall
   * clock may have been set. If only the wall clock says that it's over, it's renewed before the next pass.
   */
  function leftMs(): number {
    if (!held) return 0;
    const { takenAt, begunAt, until } = held;
    const wallMs = msBetween(begunAt, until) - (clock.now() - takenAt);
    return Math.min(msUntil(until, clock), wallMs);
  }
  const heldFor = (ms: number) => !isStopping && leftMs() > ms;
  const loops: Promise<void>[] = [];

  async function take(): Promise<void> {
    const [takenAt, begunAt] = [clock.now(), clock.monotonic()];
    try {
      const until = await leases.take(name);
      held = until && { takenAt, begunAt, until };
    } catch (err) {
      log.warn({ err, lease: name }, 'the lease could not be prolonged');
    }
  }

  function keepLease(): Promise<void> {
    renewing ??= take().finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  async function onePass(): Promise<void> {
    if (held && !heldFor(0)) await keepLease();
    if (!heldFor(0)) return;
    try {
      await pass(heldFor);
    } catch (err) {
      log.error({ err, lease: name }, 'a pass failed; it is tried again');
    }
  }

  async function again(work: () => Promise<void>, ms: number): Promise<void> {
    while (!isStopping) {
      await work();
      if (!isStopping) await sleep(ms);
    }
  }

  return {
    start() {
      loops.push(again(keepLease, renewMs), again(onePass, everyMs));
    },
    async stop() {
      isStopping = true;
      await Promise.all(loops);
      await settled();
      try {
        if (held) await leases.release(name);
      } catch (err) {
        // It runs out by itself; the rest of the product is to be stopped all the same.
        log.warn({ err, lease: name }, 'the lease could not be given back');
      }
      held = undefined;
    },
  };
}
