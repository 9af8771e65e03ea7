import type { Store, StoredRecord } from '../domain/store.ts';

export interface RunningBotParts {
  readonly store: Pick<Store, 'list'>;
  /** How long a bot that was killed seems to have its leases. */
  readonly leaseMs: number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Shorter than the interval at which a bot renews its leases. */
const lookEveryMs = 1_000;

/**
 * Returns the holder of a lease if a bot is running. A bot that was stopped has released its leases. Those of one that
 * was killed stay unchanged, so it takes `leaseMs` to distinguish it from a running one.
 */
export async function findRunningBot({
  store,
  leaseMs,
  sleep,
}: RunningBotParts): Promise<string | undefined> {
  const before = await leasesIn(store);
  if (before.length === 0) return undefined;
  for (let waitedMs = 0; waitedMs < leaseMs; waitedMs += lookEveryMs) {
    await sleep(lookEveryMs);
    const taken = newLease(before, await leasesIn(store));
    if (taken) return holderOf(taken);
  }
  return undefined;
}

/** Returns all leases, of running and of killed bots. Rejects with `StoreError`. */
export function leasesIn(store: Pick<Store, 'list'>): Promise<readonly StoredRecord[]> {
  return store.list('leases', 'all', { limit: 100 });
}

/** Returns a lease that was taken or renewed since; undefined if there is none. */
export function newLease(
  before: readonly StoredRecord[],
  now: readonly StoredRecord[],
): StoredRecord | undefined {
  const versions = new Map(before.map(({ key, version }) => [key, version]));
  return now.find(({ key, version }) => versions.get(key) !== version);
}

/** Returns the holder in a lease's record. */
export function holderOf({ value }: StoredRecord): string {
  return (value as { holder: string }).holder;
}
