import { StoreError } from '../domain/store.ts';

/**
 * Results that couldn't be recorded because the store failed. This process remembers them, so that nothing is done
 * twice. If it dies meanwhile, it isn't known whether it was done.
 */
export interface Unrecorded {
  /** Calls `record`. Returns false if the store failed: the next `settle` of the name tries again. */
  record(name: string, record: () => Promise<unknown>): Promise<boolean>;
  /**
   * Records what couldn't be recorded before. Returns false if there was nothing to record. Rejects with `StoreError`.
   */
  settle(name: string): Promise<boolean>;
}

export function createUnrecorded(): Unrecorded {
  const waiting = new Map<string, () => Promise<unknown>>();
  return {
    async record(name, record) {
      try {
        await record();
        return true;
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        waiting.set(name, record);
        return false;
      }
    },
    async settle(name) {
      const record = waiting.get(name);
      if (!record) return false;
      await record();
      waiting.delete(name);
      return true;
    },
  };
}
