import type { MonotonicMs } from './time.ts';

/** Leases, each of one process at a time. Rejects with `StoreError`. */
export interface Leases {
  /**
   * Takes or renews the lease. Resolves to the moment until which no other process can have it; undefined while another
   * process has it.
   */
  take(name: string): Promise<MonotonicMs | undefined>;
  /** Releases the lease if this process has it, so that another one needn't wait. */
  release(name: string): Promise<void>;
}
