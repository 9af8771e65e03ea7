import { type Clock, type EpochMs, type MonotonicMs, msSince, msUntil, plusMs } from '../domain/time.ts';
import { withTimeout } from '../domain/with-timeout.ts';

/** A token as an identity service issues it. */
export interface AccessToken {
  readonly value: string;
  readonly expiresAt: EpochMs;
}

/** Fetches a new token, past every cache. Rejects with the error of Azure's library. */
export type FetchToken = () => Promise<AccessToken>;

/** The token that the bot proves its identity to Teams with. */
export interface BotToken {
  /**
   * Returns the cached token, or fetches one if there is none. Replaces a `refused` one, which Teams answered with 401; returns
   * it again only if it was renewed a moment ago.
   */
  get(refused?: string): Promise<string>;
  /** Fetches a new token, even if the cached one is still valid. */
  renew(): Promise<void>;
  /** Fetches the first token, and from then on a new one before each expires, in the background. */
  start(): void;
}

export interface BotTokenParts {
  readonly fetchToken: FetchToken;
  readonly clock: Clock;
  /** Waits in the background; rejects when the process ends. */
  readonly later: (ms: number) => Promise<unknown>;
  readonly limitMs?: number;
}

interface CachedToken {
  readonly value: string;
  /** The token is no longer used from then on, a little before it expires. */
  readonly staleAt: MonotonicMs;
  readonly renewAt: MonotonicMs;
}

/** Longer than any caller waits. Azure's library has no limit, and the next fetch waits for this one. */
const usualLimitMs = 30_000;
const longestMarginMs = 5 * 60_000;
/** The assumed lifetime of a token that has already expired by this machine's clock. */
const shortLifeMs = 60_000;
const shareBeforeRenewal = 0.75;
const renewAgainMs = 30_000;
/** If Teams refuses every token, this keeps the identity service from being asked with every message. */
const refusedAgainMs = 10_000;

/** Creates a cache with at most one fetch under way. A token that is being renewed is used until the new one has come. */
export function createBotToken({
  fetchToken,
  clock,
  later,
  limitMs = usualLimitMs,
}: BotTokenParts): BotToken {
  let cached: CachedToken | undefined;
  let fetching: Promise<CachedToken> | undefined;
  let replacedAt: MonotonicMs | undefined;

  async function fetchAndCache(): Promise<CachedToken> {
    try {
      cached = cachedTokenOf(await withTimeout(limitMs, () => fetchToken(), tooLate), clock);
      return cached;
    } finally {
      fetching = undefined;
    }
  }

  function fetchOnce(): Promise<CachedToken> {
    fetching ??= fetchAndCache();
    return fetching;
  }

  const msUntilRenewal = () => (cached ? msUntil(cached.renewAt, clock) : 0);

  /** Rejects when the process ends. */
  async function keepFresh(): Promise<void> {
    for (;;) {
      // A caller may have fetched another one meanwhile.
      if (msUntilRenewal() <= 0) await fetchOnce().catch(() => undefined);
      await later(Math.max(msUntilRenewal(), renewAgainMs));
    }
  }

  return {
    async get(refused) {
      if (cached === undefined || clock.monotonic() >= cached.staleAt) return (await fetchOnce()).value;
      if (cached.value !== refused) return cached.value;
      if (!fetching) {
        if (replacedAt && msSince(replacedAt, clock) < refusedAgainMs) return cached.value;
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

function cachedTokenOf({ value, expiresAt }: AccessToken, clock: Clock): CachedToken {
  const now = clock.monotonic();
  const lifeMs = Math.max(expiresAt - clock.now(), shortLifeMs);
  return {
    value,
    staleAt: plusMs(now, lifeMs - Math.min(longestMarginMs, lifeMs / 10)),
    renewAt: plusMs(now, lifeMs * shareBeforeRenewal),
  };
}

const tooLate = () => new Error('no token in time');

export interface TokenHealthParts {
  /** Fetches a new token; rejects with the error of Azure's library. */
  readonly ask: () => Promise<void>;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** Checks whether the bot can get its token, and whether Teams accepts it. */
export interface TokenHealth {
  /** Takes the status of each answer of Teams. */
  noteAnswer(status: number): void;
  /** Resolves with a sentence about what is wrong; undefined if nothing is. Fetches a token once a minute at most. */
  trouble(): Promise<string | undefined>;
}

const askedEveryMs = 60_000;
/** A refusal without any later answer is out of date after this time. */
const refusalMs = 15 * 60_000;

export function createTokenHealth({ ask, clock }: TokenHealthParts): TokenHealth {
  let asked: { readonly at: MonotonicMs; readonly trouble: Promise<string | undefined> } | undefined;
  let refusedAt: MonotonicMs | undefined;

  return {
    noteAnswer(status) {
      refusedAt = status === 401 ? clock.monotonic() : undefined;
    },
    async trouble() {
      if (refusedAt && msSince(refusedAt, clock) < refusalMs)
        return 'Teams refused the token of the bot (HTTP 401)';
      if (!asked || msSince(asked.at, clock) >= askedEveryMs)
        asked = { at: clock.monotonic(), trouble: ask().then(() => undefined, troubleOf) };
      return asked.trouble;
    },
  };
}

/** Shows only the number and the code of Entra's message: the rest repeats what was sent. */
function troubleOf(error: unknown): string {
  const { message = '' } = error as { message?: string };
  const [number] = /AADSTS\d{4,8}/.exec(message) ?? [];
  const [code] = knownCode.exec(message) ?? [];
  return `Entra gave the bot no token for Teams (${number ?? code ?? 'no reason'})`;
}

/** Codes of msal, which Azure's library has in its messages alone; and our own. */
const knownCode =
  /\b(network_error|endpoints_resolution_error|invalid_client|unauthorized_client)\b|no token in time/;
