import { type Clock, type EpochMs, type MonotonicMs, msSince, msUntil, plusMs } from '../domain/time.ts';
import { withTimeout } from '../domain/with-timeout.ts';

/** As an identity service gives it. */
export interface AccessToken {
  readonly value: string;
  readonly expiresAt: EpochMs;
}

/** Fetches a token that no cache of ours gives. Rejects with the error of Azure's library. */
export type FetchToken = () => Promise<AccessToken>;

/** The token by which Teams knows the bot. */
export interface BotToken {
  /**
   * Returns the known token, or fetches one if there is none. A `refused` one, which Teams answered with 401, is replaced
   * first; it is returned again only if it was renewed a moment ago, or if there is no other.
   */
  get(refused?: string): Promise<string>;
  /** Fetches a new one, however good the known one is. */
  renew(): Promise<void>;
  /** Fetches the first one, and from then on the next one before each ends, in the background. */
  start(): void;
}

export interface BotTokenParts {
  readonly fetchToken: FetchToken;
  readonly clock: Clock;
  /** Waits in the background; rejects when the product ends. Without it, only the first token is fetched ahead. */
  readonly later?: ((ms: number) => Promise<unknown>) | undefined;
  readonly limitMs?: number;
}

interface Kept {
  readonly value: string;
  /** From when on it is no longer used; a little before it expires. */
  readonly staleAt: MonotonicMs;
  readonly renewAt: MonotonicMs;
}

/** Longer than any caller waits, but not for ever: Azure's library has no limit, and the next fetch waits for this one. */
const usualLimitMs = 30_000;
const longestMarginMs = 5 * 60_000;
/** Of a token that has expired already, by this machine's clock. */
const shortLifeMs = 60_000;
const shareBeforeRenewal = 0.75;
const renewAgainMs = 30_000;
/** If Teams refuses every token, the identity service isn't asked with every message. */
const refusedAgainMs = 10_000;

/** However many ask, one fetch is under way. A token that is being renewed is used until the new one has come. */
export function createBotToken({
  fetchToken,
  clock,
  later,
  limitMs = usualLimitMs,
}: BotTokenParts): BotToken {
  let kept: Kept | undefined;
  let fetching: Promise<Kept> | undefined;
  let replacedAt: MonotonicMs | undefined;

  async function fetchAndKeep(): Promise<Kept> {
    try {
      kept = keptOf(await withTimeout(limitMs, () => fetchToken(), tooLate), clock);
      return kept;
    } finally {
      fetching = undefined;
    }
  }

  function fetchOnce(): Promise<Kept> {
    fetching ??= fetchAndKeep();
    return fetching;
  }

  const msUntilRenewal = () => (kept ? msUntil(kept.renewAt, clock) : 0);

  /** Rejects when the product ends. */
  async function keepFresh(): Promise<void> {
    for (;;) {
      // Another one may have been fetched meanwhile.
      if (msUntilRenewal() <= 0) await fetchOnce().catch(() => undefined);
      if (!later) return;
      await later(Math.max(msUntilRenewal(), renewAgainMs));
    }
  }

  return {
    async get(refused) {
      if (kept === undefined || clock.monotonic() >= kept.staleAt) return (await fetchOnce()).value;
      if (kept.value !== refused) return kept.value;
      if (!fetching) {
        if (replacedAt && msSince(replacedAt, clock) < refusedAgainMs) return kept.value;
        replacedAt = clock.monotonic();
      }
      return (await fetchOnce()).value;
    },
    async renew() {
      await fetchOnce();
    },
    start() {
      keepFresh().catch(() => undefined);
    },
  };
}

function keptOf({ value, expiresAt }: AccessToken, clock: Clock): Kept {
  const now = clock.monotonic();
  const lifeMs = Math.max(expiresAt - clock.now(), shortLifeMs);
  return {
    value,
    staleAt: plusMs(now, lifeMs - Math.min(longestMarginMs, lifeMs / 10)),
    renewAt: plusMs(now, lifeMs * shareBeforeRenewal),
  };
}

const tooLate = () => new Error('no token in time');
