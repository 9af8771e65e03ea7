import { LRUCache } from 'lru-cache';
import type { Log } from '../domain/log.ts';
import { type Clock, type MonotonicMs, msSince } from '../domain/time.ts';
import type { FetchKeys, SigningKey, SigningKeys } from './fetch-keys.ts';

/** `unknown`: the channel has no such key. `unavailable`: its keys aren't known, so nothing can be said of this one. */
type FoundKey = SigningKey | 'unknown' | 'unavailable';

/** The channel's signing keys. */
export interface KeySet {
  /** Finds a key by its id, within some 3 s. */
  find(id: string): Promise<FoundKey>;
  /** Fetches the keys, and keeps them fresh in the background. */
  start(): void;
  /** A sentence if no keys are known; undefined otherwise. */
  trouble(): string | undefined;
  /** Ends a fetch that is under way. */
  close(): void;
}

export interface KeySetParts {
  readonly fetchKeys: FetchKeys;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Waits for what a request waits for. */
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Waits in the background; rejects when the product ends. Without it, keys are refreshed when they are used. */
  readonly later?: ((ms: number) => Promise<unknown>) | undefined;
  readonly log?: Log | undefined;
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
 * At most one fetch is under way. A known key is found at once, however old, while a refresh runs or fails. Only an unknown id
 * waits for a fetch, shortly, and causes one rarely: forged ids cause no flood, and a new key is found within a minute.
 */
export function createKeySet({ fetchKeys, clock, sleep, later, log }: KeySetParts): KeySet {
  const ending = new AbortController();
  const absent = new LRUCache<string, MonotonicMs>({ max: mostAbsent });
  let kept: { readonly keys: SigningKeys; readonly at: MonotonicMs } | undefined;
  let fetching: Fetching | undefined;
  let endedAt: MonotonicMs | undefined;
  let failure: { readonly why: string; readonly loggedAt: MonotonicMs } | undefined;

  const isAtLeastAgo = (at: MonotonicMs | undefined, ms: number) =>
    at === undefined || msSince(at, clock) >= ms;
  const current = () => (kept && !isAtLeastAgo(kept.at, longestAgeMs) ? kept.keys : undefined);

  async function fetchOnce(): Promise<void> {
    try {
      const keys = await fetchKeys(ending.signal);
      kept = { keys, at: clock.monotonic() };
      if (failure) log?.info({ keys: keys.size }, 'signing keys of the channel fetched again');
      failure = undefined;
    } catch (error) {
      if (!ending.signal.aborted) noteFailure((error as Error).message);
    } finally {
      endedAt = clock.monotonic();
      fetching = undefined;
    }
  }

  function noteFailure(why: string): void {
    const isLogged = !isAtLeastAgo(failure?.loggedAt, failureLoggedEveryMs);
    if (!isLogged)
      log?.warn({ why, keys: current()?.size ?? 0 }, 'signing keys of the channel not fetched, retrying');
    failure = { why, loggedAt: isLogged && failure ? failure.loggedAt : clock.monotonic() };
  }

  function refresh(): Fetching {
    fetching ??= { startedAt: clock.monotonic(), ended: fetchOnce() };
    return fetching;
  }

  /** The fetch under way, or a new one if the last ended long enough ago. */
  function refreshAfter(ms: number): Fetching | undefined {
    return fetching ?? (isAtLeastAgo(endedAt, ms) ? refresh() : undefined);
  }

  async function waitFor(fetch: Fetching | undefined, ms: number): Promise<void> {
    if (!fetch) return;
    const left = ms - msSince(fetch.startedAt, clock);
    if (left > 0) await Promise.race([fetch.ended, sleep(left)]);
  }

  async function findAnew(id: string): Promise<FoundKey> {
    const seenAt = absent.get(id);
    if (seenAt && !isAtLeastAgo(seenAt, absentMs)) return 'unknown';
    const before = kept;
    await waitFor(refreshAfter(restMs), waitMs);
    const key = current()?.get(id);
    if (key) return key;
    // Only a set that came after the question shows that the key isn't there.
    if (kept && kept !== before) absent.set(id, kept.at);
    return 'unknown';
  }

  return {
    async find(id) {
      if (!current()) await waitFor(refreshAfter(firstRestMs), firstWaitMs);
      const keys = current();
      if (!keys) return 'unavailable';
      const key = keys.get(id);
      if (!key) return findAnew(id);
      if (isAtLeastAgo(kept?.at, refreshMs)) refreshAfter(retryMs);
      return key;
    },
    start() {
      const keepFresh = async () => {
        for (;;) {
          await refresh().ended;
          if (!later) return;
          const isFresh = failure === undefined;
          await later(isFresh ? refreshMs : current() ? retryMs : firstRetryMs);
        }
      };
      keepFresh().catch(() => undefined);
    },
    trouble: () =>
      current()
        ? undefined
        : `the signing keys of Teams are not known (${failure?.why ?? 'not fetched yet'})`,
    close: () => ending.abort(),
  };
}
