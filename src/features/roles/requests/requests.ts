import { type RecordKey, type Store, StoreError } from '../../../domain/store.ts';
import type { AccessRequest } from './request.ts';

/** A request as it was read. */
export interface StoredRequest {
  readonly value: AccessRequest;
  readonly version: string;
}

export type AccessRequests = ReturnType<typeof createAccessRequests>;

const pageSize = 200;
const mostAttempts = 10;

/** Stores the requests for access, one for each person. Rejects with `StoreError`. */
export function createAccessRequests(store: Store) {
  async function get(objectId: string): Promise<StoredRequest | undefined> {
    const record = await store.get(keyOf(objectId));
    return record && { value: record.value as AccessRequest, version: record.version };
  }

  /** Puts a request in place of the one that was read. Returns false if another process was first. */
  async function make(value: AccessRequest, before: StoredRequest | undefined): Promise<boolean> {
    const expected = before ? { version: before.version } : 'absent';
    return (await store.put(keyOf(value.objectId), value, expected)) !== undefined;
  }

  return {
    get,
    make,

    async all(): Promise<readonly StoredRequest[]> {
      const all: StoredRequest[] = [];
      for (let from = ''; ; ) {
        const page = await store.list('accessRequests', 'all', { from, limit: pageSize });
        all.push(...page.map(({ value, version }) => ({ value: value as AccessRequest, version })));
        if (page.length < pageSize) return all;
        from = `${page.at(-1)?.key} `;
      }
    },

    /**
     * Changes the request of a person and a day, and tries again if another process changes it meanwhile. `next` returns
     * undefined to leave it as it is. Returns what is stored afterwards; undefined if there is no such request.
     */
    async change(
      { objectId, day }: Pick<AccessRequest, 'objectId' | 'day'>,
      next: (request: AccessRequest) => AccessRequest | undefined,
    ): Promise<AccessRequest | undefined> {
      for (let tries = 0; tries < mostAttempts; tries += 1) {
        const stored = await get(objectId);
        if (stored?.value.day !== day) return undefined;
        const changed = next(stored.value);
        if (!changed) return stored.value;
        if (await make(changed, stored)) return changed;
      }
      throw new StoreError('unavailable', 'A request for access changed each time it was to be written.');
    },

    /** Makes sure that a decision gives no role later: an admin has removed it since. */
    async settle(objectId: string): Promise<void> {
      const stored = await get(objectId);
      const { decision } = stored?.value ?? {};
      if (!stored || !decision || decision.isApplied) return;
      await make({ ...stored.value, decision: { ...decision, isApplied: true } }, stored);
    },

    /** Removes a request unless it has changed since it was read. */
    async remove({ value, version }: StoredRequest): Promise<void> {
      await store.remove(keyOf(value.objectId), { version });
    },
  };
}

function keyOf(key: string): RecordKey {
  return { collection: 'accessRequests', partition: 'all', key };
}
