import type { Leases } from '../domain/leases.ts';
import type { RecordPlace, Store } from '../domain/store.ts';
import type { Clock, EpochMs } from '../domain/time.ts';

export interface LeasesParts {
  readonly store: Store;
  readonly clock: Clock;
  /** This process, unlike any other. */
  readonly holder: string;
  /** How long a holder that is not heard of any more keeps a lease. */
  readonly ttlMs: number;
}

/**
 * Leases in a store. No other machine's clock is trusted: a lease is taken over where its record has not changed for
 * `ttlMs` of our own time. Where the store is not shared, whoever held one before is gone for certain.
 */
export function createLeases({ store, clock, holder, ttlMs }: LeasesParts): Leases {
  /** Since when each record of another holder has been as it is. */
  const watched = new Map<string, { readonly version: string; readonly since: EpochMs }>();

  function isAbandoned(name: string, version: string, now: EpochMs): boolean {
    if (!store.isShared) return true;
    const seen = watched.get(name);
    if (seen?.version === version && seen.since <= now) return now - seen.since >= ttlMs;
    watched.set(name, { version, since: now });
    return false;
  }

  return {
    async take(name) {
      const now = clock.now();
      const record = await store.get(placeOf(name));
      if (record && holderOf(record.value) !== holder && !isAbandoned(name, record.version, now))
        return undefined;
      const expected = record ? { version: record.version } : 'absent';
      const version = await store.put(placeOf(name), { holder, at: now }, expected);
      return version === undefined ? undefined : now + ttlMs;
    },

    async release(name) {
      const record = await store.get(placeOf(name));
      if (record && holderOf(record.value) === holder)
        await store.remove(placeOf(name), { version: record.version });
    },
  };
}

function holderOf(value: unknown): string {
  return (value as { holder: string }).holder;
}

function placeOf(name: string): RecordPlace {
  return { collection: 'leases', partition: 'all', key: name };
}
