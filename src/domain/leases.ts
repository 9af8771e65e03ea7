import type { MonotonicMs } from './time.ts';

/** Rights that only one of several processes has at a time. Rejects with `StoreError`. */
export interface Leases {
  /**
   * Takes the lease or prolongs it. Resolves with the moment before which nobody else has it, whatever happens; undefined
   * while another process has it.
   */
  take(name: string): Promise<MonotonicMs | undefined>;
  /** Gives it back, if it is held here, so that another process need not wait. */
  release(name: string): Promise<void>;
}
