import type { Leases } from '../domain/leases.ts';
import type { RecordPlace, Store } from '../domain/store.ts';
import { type Clock, type MonotonicMs, msBetween, plusMs } from '../domain/time.ts';

/** How long a bot that isn't heard of any more keeps its leases. */
export const leaseMs = 30_000;

export interface LeasesParts {
  readonly store: Store;
  readonly clock: Clock;
  /** This process, unlike any other; somebody who has to stop it can find it by this. */
  readonly holder: string;
  /** How long a lease lasts after it was last taken. */
  readonly ttlMs: number;
}

/** Two monotonic clocks run apart by much less than this part. */
const driftShare = 0.02;

/**
 * Leases in a store. No wall clock is trusted, neither another machine's nor this one's: the holder's time ends `ttlMs` after it
 * began to write, by its monotonic clock; another process takes over if the record hasn't changed for a little longer than that,
 * by its own. If the store isn't shared, whoever had a lease before is gone for certain.
 */
export function createLeases({ store, clock, holder, ttlMs }: LeasesParts): Leases {
  /** Since when each record of another holder has been as it is. */
  const watched = new Map<string, { readonly version: string; readonly since: MonotonicMs }>();

  function isAbandoned(name: string, version: string, now: MonotonicMs): boolean {
    if (!store.isShared) return true;
    const seen = watched.get(name);
    if (seen?.version === version) return msBetween(seen.since, now) >= ttlMs * (1 + driftShare);
    watched.set(name, { version, since: now });
    return false;
  }

  return {
    async take(name) {
      const now = clock.monotonic();
      const record = await store.get(placeOf(name));
      if (record && holderOf(record.value) !== holder && !isAbandoned(name, record.version, now))
        return undefined;
      const expected = record ? { version: record.version } : 'absent';
      const version = await store.put(placeOf(name), { holder, at: clock.now() }, expected);
      return version === undefined ? undefined : plusMs(now, ttlMs);
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
