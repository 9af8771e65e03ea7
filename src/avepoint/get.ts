import type { QueuedRequest } from '../domain/job-source.ts';
import type { MeteredApi } from '../domain/meter.ts';
import type { MonotonicMs } from '../domain/time.ts';
import type { HttpResponse, Outcome, Send } from './http.ts';
import { statusIn } from './read-fields.ts';
import { sendWithRetries } from './send-with-retries.ts';
import type { AvePointDependencies } from './settings.ts';
import type { ApiToken, TokenSource } from './token-source.ts';

/**
 * A GET below the data centre's address, with a token; whatever its status, unless the retries end in an error. With `queued`,
 * each attempt waits for its turn.
 */
export type Get = (path: string, until: MonotonicMs, queued?: QueuedRequest) => Promise<HttpResponse>;

export interface GetParts {
  readonly send: Send;
  /** Of one permission. A registration that lacks one keeps its tokens for others. */
  readonly tokens: TokenSource;
  /** For the metrics. */
  readonly api: MeteredApi;
  /** The limit of one attempt. */
  readonly timeoutMs: number;
  /** Attempts with one token; 5 unless given. */
  readonly mostAttempts?: number;
}

/** Asks with a kept token, and once more with a new one if it is refused. */
export function createGet(
  dependencies: AvePointDependencies,
  { send, tokens, api, timeoutMs, mostAttempts }: GetParts,
): Get {
  const { settings, log } = dependencies;
  const base = new URL(settings.graphUrl);
  const basePath = base.pathname.replace(/\/+$/, '');

  async function attempt(path: string, token: ApiToken, limitMs: number): Promise<Outcome> {
    const headers = { authorization: `Bearer ${token.value}` };
    const outcome = await send(
      { method: 'GET', origin: base.origin, path: basePath + path, headers },
      limitMs,
    );
    if (outcome.kind !== 'response' || outcome.status !== 200) return outcome;
    // An envelope may say 503 inside HTTP 200: what it says counts.
    return { ...outcome, status: statusIn(outcome.body) ?? outcome.status };
  }

  function ask(
    path: string,
    token: ApiToken,
    until: MonotonicMs,
    queued: QueuedRequest | undefined,
  ): Promise<HttpResponse> {
    return sendWithRetries(dependencies, {
      service: 'jobs API',
      api,
      what: `GET ${path}`,
      timeoutMs,
      mostAttempts,
      until,
      queued,
      attempt: limitMs => attempt(path, token, limitMs),
    });
  }

  return async (path, until, queued) => {
    const token = await tokens.get(until);
    const response = await ask(path, token, until, queued);
    if (response.status !== 401) return response;
    log.warn({ request: `GET ${path}` }, 'The jobs API refused the token; fetching another');
    return ask(path, await tokens.get(until, token), until, queued);
  };
}
