import { StoreError } from '../domain/store.ts';

/**
 * What was done and couldn't be recorded, since the store failed afterwards: this process remembers it, so that nothing is done
 * twice. Only if the process dies meanwhile, nobody knows whether it was done.
 */
export interface Unrecorded {
  /** Records what was done under `name`. Returns false if the store failed: it's done with the next `settle`. */
  record(name: string, record: () => Promise<unknown>): Promise<boolean>;
  /** Records what couldn't be recorded before. Returns false if there was nothing. Rejects with `StoreError`. */
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
