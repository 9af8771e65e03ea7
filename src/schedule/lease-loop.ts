import type { Leases } from '../domain/leases.ts';
import type { Log } from '../domain/log.ts';
import type { Clock, EpochMs } from '../domain/time.ts';

/** Work that one process at a time does, again and again. */
export interface LeaseLoop {
  start(): void;
  /**
   * Begins nothing more, waits for what is under way, and gives the lease back. It is quick where `sleep` ends with the
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

/** The lease is prolonged beside the pass, so that a long one does not lose it. */
export function createLeaseLoop(parts: LeaseLoopParts): LeaseLoop {
  const { name, leases, pass, settled, everyMs, renewMs, clock, sleep, log } = parts;
  let until: EpochMs = 0;
  let isStopping = false;
  const heldFor = (ms: number) => !isStopping && clock.now() + ms < until;
  const loops: Promise<void>[] = [];

  async function keepLease(): Promise<void> {
    try {
      until = (await leases.take(name)) ?? 0;
    } catch (err) {
      log.warn({ err, lease: name }, 'the lease could not be prolonged');
    }
  }

  async function onePass(): Promise<void> {
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
        if (until > 0) await leases.release(name);
      } catch (err) {
        // It runs out by itself; the rest of the product is to be stopped all the same.
        log.warn({ err, lease: name }, 'the lease could not be given back');
      }
      until = 0;
    },
  };
}
