import type { Leases } from '../domain/leases.ts';
import type { Log } from '../domain/log.ts';
import { type Clock, type EpochMs, type MonotonicMs, msBetween, msUntil } from '../domain/time.ts';

/** Work that one process at a time repeats. */
export interface LeaseLoop {
  start(): void;
  /**
   * Starts nothing more, waits for what is in flight, and releases the lease. It's quick if `sleep` ends with the
   * process.
   */
  stop(): Promise<void>;
}

export interface LeaseLoopParts {
  readonly name: string;
  readonly leases: Leases;
  /** Makes one pass. `leaseLasts` returns true if the lease is certain to last that many more milliseconds. */
  readonly pass: (leaseLasts: (ms: number) => boolean) => Promise<void>;
  /** Resolves when nothing that a pass started is in flight. */
  readonly settled: () => Promise<void>;
  readonly everyMs: number;
  /** Much shorter than a lease lasts. */
  readonly renewMs: number;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: Log;
}

/** A lease as it was last renewed. */
interface TakenLease {
  readonly takenAt: EpochMs;
  readonly begunAt: MonotonicMs;
  readonly until: MonotonicMs;
}

/** Creates the loop. It renews the lease in parallel to a pass, so that a long one doesn't lose it. */
export function createLeaseLoop(parts: LeaseLoopParts): LeaseLoop {
  const { name, leases, pass, settled, everyMs, renewMs, clock, sleep, log } = parts;
  let lease: TakenLease | undefined;
  let renewing: Promise<void> | undefined;
  let isStopping = false;
  /**
   * Returns how long the lease still lasts, by the clock that says less: the monotonic clock stands still while the
   * machine sleeps, and the wall clock may have been set. If only the wall clock says that it's over, the lease is
   * renewed before the next pass.
   */
  function leftMs(): number {
    if (!lease) return 0;
    const { takenAt, begunAt, until } = lease;
    const wallMs = msBetween(begunAt, until) - (clock.now() - takenAt);
    return Math.min(msUntil(until, clock), wallMs);
  }
  const leaseLasts = (ms: number) => !isStopping && leftMs() > ms;
  const loops: Promise<void>[] = [];

  async function take(): Promise<void> {
    const [takenAt, begunAt] = [clock.now(), clock.monotonic()];
    try {
      const until = await leases.take(name);
      lease = until && { takenAt, begunAt, until };
    } catch (err) {
      log.warn({ err, lease: name }, 'lease not renewed, trying again');
    }
  }

  function renew(): Promise<void> {
    renewing ??= take().finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  async function onePass(): Promise<void> {
    if (lease && !leaseLasts(0)) await renew();
    if (!leaseLasts(0)) return;
    try {
      await pass(leaseLasts);
    } catch (err) {
      log.error({ err, lease: name }, 'pass failed, trying again');
    }
  }

  async function repeat(work: () => Promise<void>, ms: number): Promise<void> {
    while (!isStopping) {
      await work();
      if (!isStopping) await sleep(ms);
    }
  }

  return {
    start() {
      loops.push(repeat(renew, renewMs), repeat(onePass, everyMs));
    },
    async stop() {
      isStopping = true;
      await Promise.all(loops);
      await settled();
      try {
        if (lease) await leases.release(name);
      } catch (err) {
        // It expires by itself, and the rest of the product must stop all the same.
        log.warn({ err, lease: name }, 'lease not released');
      }
      lease = undefined;
    },
  };
}
