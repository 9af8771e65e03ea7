import { JobSourceError } from '../domain/job-source.ts';
import { type Clock, inMs, type MonotonicMs, msUntil, plusMs } from '../domain/time.ts';
import type { Client } from './client-credential.ts';
import { timedOut, tokenError } from './errors.ts';
import type { HttpResponse, Send } from './http.ts';
import { field, isRecord } from './read-fields.ts';
import { leastAttemptMs } from './retry-policy.ts';
import { type RetryDependencies, sendWithRetries } from './send-with-retries.ts';
import { type AvePointDependencies, jobsPermission } from './settings.ts';
import { createTokenRequest } from './token-request.ts';

export interface ApiToken {
  readonly value: string;
  /** From when on it is no longer used; a little before it expires. */
  readonly staleAt: MonotonicMs;
  /** From when on the next one is fetched, if that is done ahead. */
  readonly renewAt: MonotonicMs;
}

export interface TokenSource {
  /** A token to ask with, by `until`. `rejected` is one that the API refused: it is not given again. */
  get(until: MonotonicMs, rejected?: ApiToken): Promise<ApiToken>;
}

export interface TokenSettings extends Client {
  readonly timeoutMs: number;
}

/** A fetch serves everybody who asks meanwhile, so it has a budget of its own: the longest that any caller has. */
const fetchBudgetMs = 10_000;
const longestMarginMs = 5 * 60_000;
const shortLifeMs = 60_000;
const longestLifeMs = 7 * 24 * 3_600_000;

/** A renewal that failed is tried again after this, as long as the token it is for can be used. */
const renewAgainMs = 30_000;
const leastRenewalMs = 1_000;
/** Of the time that a token can be used. */
const shareBeforeRenewal = 0.9;

export interface TokenDependencies
  extends RetryDependencies,
    Pick<AvePointDependencies, 'later' | 'onSignIn'> {
  readonly send: Send;
}

/**
 * Tokens by client credentials, for one permission. One is kept until 5 minutes, or a tenth of its life, before
 * it expires, and fetched once however many ask meanwhile. A caller's deadline ends its own waiting, never the fetch.
 * Errors: `unauthorised` if the client is refused, `forbidden` if the scope is, `malformed`, and those of the retries.
 */
export function createTokenSource(
  settings: TokenSettings,
  dependencies: TokenDependencies,
  permission = jobsPermission,
): TokenSource {
  const { clock, send, later, onSignIn } = dependencies;
  const requestFor = createTokenRequest(settings, clock);
  let kept: ApiToken | undefined;
  let fetching: SharedFetch | undefined;

  async function fetchToken(onWait: (endsAt: MonotonicMs, error: JobSourceError) => void): Promise<ApiToken> {
    const response = await sendWithRetries(dependencies, {
      service: 'token service',
      api: 'token',
      what: `POST ${new URL(settings.tokenUrl).pathname}`,
      timeoutMs: settings.timeoutMs,
      until: inMs(fetchBudgetMs, clock),
      onWait,
      attempt: async limitMs => send(await requestFor(permission), limitMs),
    });
    return readToken(response, clock.monotonic(), permission);
  }

  function fetchOnce(): SharedFetch {
    fetching ??= shareFetch(fetchToken, clock, {
      done: (token, refusal) => {
        fetching = undefined;
        onSignIn?.(refusal);
        if (!token) return;
        kept = token;
        renewAhead(token, msUntil(token.renewAt, clock)).catch(() => undefined);
      },
    });
    return fetching;
  }

  /** Fetches the token after `token`, unless that one is not in use any more. Rejects when the product ends. */
  async function renewAhead(token: ApiToken, waitMs: number): Promise<void> {
    if (!later) return;
    await later(Math.max(waitMs, leastRenewalMs));
    if (kept !== token || clock.monotonic() >= token.staleAt) return;
    await fetchOnce()
      .wait(inMs(fetchBudgetMs, clock))
      .catch(() => renewAhead(token, renewAgainMs));
  }

  return {
    async get(until, rejected) {
      if (kept === rejected) kept = undefined;
      if (kept !== undefined && clock.monotonic() < kept.staleAt) return kept;
      return fetchOnce().wait(until);
    },
  };
}

interface SharedFetch {
  wait(until: MonotonicMs): Promise<ApiToken>;
}

/** Lets many wait for one fetch, each no longer than its own deadline allows. */
function shareFetch(
  fetchToken: (onWait: (endsAt: MonotonicMs, error: JobSourceError) => void) => Promise<ApiToken>,
  clock: Clock,
  on: { done(token: ApiToken | undefined, refusal: JobSourceError | undefined): void },
): SharedFetch {
  const waiting = new Set<{ until: MonotonicMs; reject(error: JobSourceError): void }>();
  let pause: { endsAt: MonotonicMs; error: JobSourceError } | undefined;

  const isTooLongFor = (until: MonotonicMs) =>
    pause !== undefined && clock.monotonic() < pause.endsAt && plusMs(pause.endsAt, leastAttemptMs) > until;
  // A pause that was worth waiting for is over by then, and with it the time to ask again.
  const outOfTime = () =>
    pause === undefined
      ? timedOut('token service')
      : new JobSourceError(pause.error.code, pause.error.message);
  const fetched = fetchToken((endsAt, error) => {
    pause = { endsAt, error };
    for (const waiter of waiting) if (isTooLongFor(waiter.until)) waiter.reject(error);
  });
  fetched.then(
    token => on.done(token, undefined),
    refusal => on.done(undefined, refusal),
  );

  return {
    wait(until) {
      if (pause !== undefined && isTooLongFor(until)) return Promise.reject(pause.error);
      return new Promise((resolve, reject) => {
        const waiter = { until, reject };
        waiting.add(waiter);
        const timer = setTimeout(
          () => reject(outOfTime()),
          Math.min(Math.max(0, msUntil(until, clock)), fetchBudgetMs),
        );
        fetched.then(resolve, reject).finally(() => {
          clearTimeout(timer);
          waiting.delete(waiter);
        });
      });
    },
  };
}

/** Believes a token answer or throws. `now` is when it arrived. */
export function readToken(response: HttpResponse, now: MonotonicMs, permission = jobsPermission): ApiToken {
  if (response.status !== 200) throw tokenError(response, permission);
  const { body } = response;
  const value = isRecord(body) ? field(body, 'access_token') : undefined;
  const type = isRecord(body) ? field(body, 'token_type') : undefined;
  // What is no visible ASCII cannot stand in a header.
  if (typeof value !== 'string' || !/^[\x21-\x7e]{1,16384}$/.test(value)) throw malformedToken('no token');
  if (type !== undefined && !(typeof type === 'string' && /^bearer$/i.test(type))) {
    throw malformedToken('a token that is no bearer token');
  }
  const lifeMs = lifeMsOf(isRecord(body) ? field(body, 'expires_in') : undefined);
  const usableMs = lifeMs - Math.min(longestMarginMs, lifeMs / 10);
  return { value, staleAt: plusMs(now, usableMs), renewAt: plusMs(now, usableMs * shareBeforeRenewal) };
}

/** An absent or absurd life is taken for a short one: a token too many costs little, a dead one an error. */
function lifeMsOf(expiresIn: unknown): number {
  const ms = typeof expiresIn === 'number' || typeof expiresIn === 'string' ? Number(expiresIn) * 1_000 : 0;
  return ms > 0 && ms <= longestLifeMs ? ms : shortLifeMs;
}

function malformedToken(what: string): JobSourceError {
  return new JobSourceError('malformed', `The token service answered with ${what}.`);
}
