import type { Store, StoredRecord } from '../domain/store.ts';

export interface RunningBotParts {
  readonly store: Pick<Store, 'list'>;
  /** How long a bot that was killed seems to hold its leases. */
  readonly leaseMs: number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** A bot renews its leases more often. */
const lookEveryMs = 1_000;

/**
 * Returns the holder of a lease, if a bot is running. One that was stopped has given its leases back. The leases of one that was
 * killed stay as they are, so it takes `leaseMs` to tell it from one that is running.
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

/** The leases that are there, whether somebody holds them or not. Rejects with `StoreError`. */
export function leasesIn(store: Pick<Store, 'list'>): Promise<readonly StoredRecord[]> {
  return store.list('leases', 'all', { limit: 100 });
}

/** Returns a lease that was taken or renewed since. */
export function newLease(
  before: readonly StoredRecord[],
  now: readonly StoredRecord[],
): StoredRecord | undefined {
  const versions = new Map(before.map(({ key, version }) => [key, version]));
  return now.find(({ key, version }) => versions.get(key) !== version);
}

/** What a lease says of who holds it. */
export function holderOf({ value }: StoredRecord): string {
  return (value as { holder: string }).holder;
}
