import { LRUCache } from 'lru-cache';
import type { Log } from '../domain/log.ts';
import { type Clock, type MonotonicMs, msSince } from '../domain/time.ts';
import type { FetchKeys, SigningKey, SigningKeys } from './fetch-keys.ts';

/** `unknown`: Teams has no such key. `unavailable`: the keys aren't known, so this one may or may not exist. */
type FoundKey = SigningKey | 'unknown' | 'unavailable';

/** The keys that Teams signs its tokens with. */
export interface KeySet {
  /** Finds a key by its id, within some 3 s. */
  find(id: string): Promise<FoundKey>;
  /** Fetches the keys, and keeps them fresh in the background. */
  start(): void;
  /** Returns a sentence if no keys are known; undefined otherwise. */
  trouble(): string | undefined;
  /** Aborts a fetch that is under way. */
  close(): void;
}

export interface KeySetParts {
  readonly fetchKeys: FetchKeys;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Limits how long a request waits for a fetch. */
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Waits in the background; rejects when the process ends. */
  readonly later: (ms: number) => Promise<unknown>;
  readonly log: Log;
}

const [secondMs, minuteMs, hourMs] = [1_000, 60_000, 3_600_000];

/** Microsoft asks for a refresh every 24 hours, and publishes a key before it signs with it. */
const refreshMs = hourMs;
/** Old keys are better than lost messages, but a key that was withdrawn must not be valid for ever. */
const longestAgeMs = 7 * 24 * hourMs;
/** After a failure, by whether there are keys. */
const [retryMs, firstRetryMs] = [minuteMs, 5 * secondMs];
/** How soon after a fetch a request may cause another one, by whether there are keys. */
const [restMs, firstRestMs] = [30 * secondMs, 2 * secondMs];
/** How long a fetch has run when requests wait for it no longer, by whether there are keys. */
const [waitMs, firstWaitMs] = [secondMs, 3 * secondMs];
/** How long an id that isn't in the set causes no other fetch. */
const absentMs = minuteMs;
const mostAbsent = 1_000;
const failureLoggedEveryMs = hourMs;

interface Fetching {
  readonly startedAt: MonotonicMs;
  /** Never rejects. */
  readonly ended: Promise<void>;
}

/**
 * Creates a cache with at most one fetch under way. It finds a known key at once, however old, while a refresh runs or fails.
 * Only an unknown id waits for a fetch, shortly, and causes one rarely: forged ids cause no flood, and a new key is found
 * within a minute.
 */
export function createKeySet(parts: KeySetParts): KeySet {
  const { clock, sleep, later } = parts;
  const cache = createKeyCache(parts);
  const absent = new LRUCache<string, MonotonicMs>({ max: mostAbsent });

  async function waitFor(fetch: Fetching | undefined, ms: number): Promise<void> {
    if (!fetch) return;
    const left = ms - msSince(fetch.startedAt, clock);
    if (left > 0) await Promise.race([fetch.ended, sleep(left)]);
  }

  async function findUnknown(id: string): Promise<FoundKey> {
    const seenAt = absent.get(id);
    if (seenAt && !isAtLeastAgo(seenAt, absentMs, clock)) return 'unknown';
    const before = cache.latest();
    await waitFor(cache.refreshAfter(restMs), waitMs);
    const key = cache.keys()?.get(id);
    if (key) return key;
    // Only a set that was fetched after the request came shows that there is no such key.
    const latest = cache.latest();
    if (latest && latest !== before) absent.set(id, latest.fetchedAt);
    return 'unknown';
  }

  async function keepFresh(): Promise<void> {
    for (;;) {
      await cache.refresh().ended;
      const isFresh = cache.failure() === undefined;
      await later(isFresh ? refreshMs : cache.keys() ? retryMs : firstRetryMs);
    }
  }

  return {
    async find(id) {
      if (!cache.keys()) await waitFor(cache.refreshAfter(firstRestMs), firstWaitMs);
      const keys = cache.keys();
      if (!keys) return 'unavailable';
      const key = keys.get(id);
      if (!key) return findUnknown(id);
      if (isAtLeastAgo(cache.latest()?.fetchedAt, refreshMs, clock)) cache.refreshAfter(retryMs);
      return key;
    },
    start() {
      keepFresh().catch(() => undefined);
    },
    trouble: () =>
      cache.keys()
        ? undefined
        : `the signing keys of Teams are not known (${cache.failure() ?? 'not fetched yet'})`,
    close: cache.close,
  };
}

interface FetchedKeys {
  readonly keys: SigningKeys;
  readonly fetchedAt: MonotonicMs;
}

/** The keys that were fetched last, and the fetch of the next ones. */
interface KeyCache {
  /** Returns the keys unless they are too old to be used. */
  keys(): SigningKeys | undefined;
  /** Returns the last set, however old. */
  latest(): FetchedKeys | undefined;
  /** Returns why the last fetch failed; undefined if it succeeded. */
  failure(): string | undefined;
  /** Returns the fetch under way, or starts one. */
  refresh(): Fetching;
  /** Returns the fetch under way, or starts one if the last ended at least `ms` ago. */
  refreshAfter(ms: number): Fetching | undefined;
  /** Aborts the fetch under way. */
  close(): void;
}

function createKeyCache({
  fetchKeys,
  clock,
  log,
}: Pick<KeySetParts, 'fetchKeys' | 'clock' | 'log'>): KeyCache {
  const ending = new AbortController();
  let latest: FetchedKeys | undefined;
  let fetching: Fetching | undefined;
  let endedAt: MonotonicMs | undefined;
  let failure: { readonly why: string; readonly loggedAt: MonotonicMs } | undefined;

  const keys = () =>
    latest && !isAtLeastAgo(latest.fetchedAt, longestAgeMs, clock) ? latest.keys : undefined;

  async function fetchOnce(): Promise<void> {
    try {
      const keys = await fetchKeys(ending.signal);
      latest = { keys, fetchedAt: clock.monotonic() };
      if (failure) log.info({ keys: keys.size }, 'signing keys of the channel fetched again');
      failure = undefined;
    } catch (error) {
      if (!ending.signal.aborted) noteFailure((error as Error).message);
    } finally {
      endedAt = clock.monotonic();
      fetching = undefined;
    }
  }

  function noteFailure(why: string): void {
    const isLogged = !isAtLeastAgo(failure?.loggedAt, failureLoggedEveryMs, clock);
    if (!isLogged)
      log.warn({ why, keys: keys()?.size ?? 0 }, 'signing keys of the channel not fetched, retrying');
    failure = { why, loggedAt: isLogged && failure ? failure.loggedAt : clock.monotonic() };
  }

  function refresh(): Fetching {
    fetching ??= { startedAt: clock.monotonic(), ended: fetchOnce() };
    return fetching;
  }

  return {
    keys,
    latest: () => latest,
    failure: () => failure?.why,
    refresh,
    refreshAfter: ms => fetching ?? (isAtLeastAgo(endedAt, ms, clock) ? refresh() : undefined),
    close: () => ending.abort(),
  };
}

/** Returns true if `at` is at least so long ago, or never was. */
function isAtLeastAgo(at: MonotonicMs | undefined, ms: number, clock: Pick<Clock, 'monotonic'>): boolean {
  return at === undefined || msSince(at, clock) >= ms;
}
