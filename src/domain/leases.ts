import type { EpochMs } from './time.ts';

/** A right that one process at a time has. */
export interface Lease {
  /** Grows with every change of hands: what an earlier holder began is told by its number. */
  readonly fence: number;
  /** Nobody else has it before this moment, whatever happens. */
  readonly until: EpochMs;
}

/** Rights that only one of several processes has at a time. Rejects with `StoreError`. */
export interface Leases {
  /** Takes the lease or prolongs it; undefined while another process has it. */
  take(name: string): Promise<Lease | undefined>;
  /** Gives it back, if it is held here, so that another process need not wait. */
  release(name: string): Promise<void>;
}
