import type { Leases } from '../domain/leases.ts';
import type { RecordKey, Store } from '../domain/store.ts';
import { type Clock, type MonotonicMs, msBetween, plusMs } from '../domain/time.ts';

/** How long a bot that doesn't renew its leases any more still has them. */
export const leaseMs = 30_000;

export interface LeasesParts {
  readonly store: Store;
  readonly clock: Clock;
  /** A unique name of this process, by which an operator can find it. */
  readonly holder: string;
  /** How long a lease lasts after it was last renewed. */
  readonly ttlMs: number;
}

/** Two monotonic clocks drift apart by much less than this fraction. */
const driftShare = 0.02;

/**
 * Creates leases in a store. They don't rely on wall clocks, neither another machine's nor this one's: a lease ends
 * `ttlMs` after its holder began to write, by the holder's monotonic clock. Another process takes over if the record
 * hasn't changed for a little longer than that, by its own. If the store isn't shared, earlier holders are certainly
 * gone.
 */
export function createLeases({ store, clock, holder, ttlMs }: LeasesParts): Leases {
  /** Since when each record of another holder is unchanged. */
  const unchanged = new Map<string, { readonly version: string; readonly since: MonotonicMs }>();

  function isAbandoned(name: string, version: string, now: MonotonicMs): boolean {
    if (!store.isShared) return true;
    const seen = unchanged.get(name);
    if (seen?.version === version) return msBetween(seen.since, now) >= ttlMs * (1 + driftShare);
    unchanged.set(name, { version, since: now });
    return false;
  }

  return {
    async take(name) {
      const now = clock.monotonic();
      const record = await store.get(keyOf(name));
      if (record && holderOf(record.value) !== holder && !isAbandoned(name, record.version, now))
        return undefined;
      const expected = record ? { version: record.version } : 'absent';
      const version = await store.put(keyOf(name), { holder, at: clock.now() }, expected);
      return version === undefined ? undefined : plusMs(now, ttlMs);
    },

    async release(name) {
      const record = await store.get(keyOf(name));
      if (record && holderOf(record.value) === holder)
        await store.remove(keyOf(name), { version: record.version });
    },
  };
}

function holderOf(value: unknown): string {
  return (value as { holder: string }).holder;
}

function keyOf(name: string): RecordKey {
  return { collection: 'leases', partition: 'all', key: name };
}
