import { EventEmitter } from 'node:events';
import { type Dispatcher, errors } from 'undici';
import type { HeaderValue } from '../domain/retry-after.ts';
import { readBody } from '../network/unpack.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly origin: string;
  /** Path and query, sent as they are: nothing resolves dots in it. */
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

export interface HttpResponse {
  readonly kind: 'response';
  readonly status: number;
  /** The headers `Retry-After` and `Date` as they came. */
  readonly retryAfter: HeaderValue;
  readonly date: string | undefined;
  /** The body read as JSON; undefined if it is none. */
  readonly body: unknown;
}

/** How one attempt ended. `no-answer` is a connection that failed, at the start or before the last byte. */
export type Outcome =
  | HttpResponse
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'no-answer'; readonly cause: unknown }
  | { readonly kind: 'too-large' };

/** One attempt: it ends within `limitMs` and never throws. Redirects are not followed, so no token leaves its origin. */
export type Send = (request: HttpRequest, limitMs: number) => Promise<Outcome>;

/** A page of hundreds of jobs is some 100 KB. */
const largestBodyBytes = 8 * 1024 * 1024;
/** Of an error only a few ids are wanted. */
const largestErrorBodyBytes = 64 * 1024;

/**
 * Attempts over undici. The limit spans everything from waiting for a connection to the last byte of the body; when it is over, the
 * request is aborted and its socket closed. A body over 8 MB, as it comes or unpacked, is dropped. Of an answer other than 200 the status
 * counts, even if its body does not arrive.
 */
export function createSend(dispatcher: Dispatcher): Send {
  return (request, limitMs) =>
    new Promise(resolve => {
      // One for every attempt: a signal that lives long would collect listeners. undici takes any emitter of
      // "abort"; an AbortSignal is dearer and shows in requests a second.
      const signal = new EventEmitter();
      const timer = setTimeout(() => {
        signal.emit('abort');
        // undici hears an abort only once the request has a connection, so it is not waited for. It has this moment
        // to hand over an answer whose body alone is missing.
        setImmediate(resolve, { kind: 'timed-out' });
      }, limitMs);
      void attempt(dispatcher, request, signal)
        .then(resolve, cause => resolve(outcomeOf(cause)))
        .finally(() => clearTimeout(timer));
    });
}

async function attempt(
  dispatcher: Dispatcher,
  { origin, path, method, headers, body }: HttpRequest,
  signal: EventEmitter,
): Promise<Outcome> {
  const response = await dispatcher.request({
    origin,
    path,
    method,
    headers: { accept: 'application/json', ...headers },
    body: body ?? null,
    signal,
  });
  const status = response.statusCode;
  const isOk = status === 200;
  const { headers: answered } = response;
  const largestBytes = isOk ? largestBodyBytes : largestErrorBodyBytes;
  const content = await readBody(response.body, answered['content-encoding'], largestBytes).catch(error => {
    if (isOk) throw error;
    return undefined;
  });
  if (content === undefined && isOk) return { kind: 'too-large' };
  return {
    kind: 'response',
    status,
    retryAfter: answered['retry-after'],
    date: onlyValue(answered.date),
    body: content && parseJson(utf8.decode(content)),
  };
}

/** Nobody but the limit aborts an attempt. */
function outcomeOf(cause: unknown): Outcome {
  return cause instanceof errors.RequestAbortedError ? { kind: 'timed-out' } : { kind: 'no-answer', cause };
}

const utf8 = new TextDecoder();

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function onlyValue(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
