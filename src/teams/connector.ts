import type { Activity } from 'botbuilder';
import type { Dispatcher } from 'undici';
import type { ProxySettings } from '../domain/proxy.ts';
import type { HeaderValue } from '../domain/retry-after.ts';
import { withTimeout } from '../domain/with-timeout.ts';
import { createAgent } from '../network/agent.ts';
import { EncodingError, readBody } from '../network/unpack.ts';

/** The code where there is no token to send with, so that nothing was sent. */
export const noToken = 'NO_TOKEN';

/** The code if what was asked for came in a form that can't be read: packed in an unknown way, or beyond every size. */
const unreadable = 'UNREADABLE';

/** An id, a member or a refusal: less than 2 KB. */
const largestBodyBytes = 256 * 1024;

/** What Teams, or the way to it, did not take. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';
  /** The status it was refused with; undefined where no answer came. */
  readonly statusCode: number | undefined;
  /** Teams' own word for the refusal; where no answer came, the network's (ECONNRESET). */
  readonly code: string | undefined;
  /** The headers as they came. */
  readonly retryAfter: HeaderValue;
  readonly date: HeaderValue;

  constructor(
    told: {
      readonly statusCode?: number | undefined;
      readonly code?: string | undefined;
      readonly retryAfter?: HeaderValue;
      readonly date?: HeaderValue;
    },
    cause?: unknown,
  ) {
    const { statusCode, code, retryAfter, date } = told;
    super(`the channel did not take it (${[statusCode, code].filter(Boolean).join(' ') || 'no answer'})`, {
      cause,
    });
    this.statusCode = statusCode;
    this.code = code;
    this.retryAfter = retryAfter;
    this.date = date;
  }
}

/** One call with a time limit; waiting for the bot's token, which heeds no signal, is part of it. Rejects with `NotTaken` then. */
export function sendWithin<T>(ms: number, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return withTimeout(ms, call, () => new NotTaken({}));
}

interface CallOptions {
  readonly abortSignal?: AbortSignal | undefined;
}

/** The id of what was said; absent where the channel told none. */
interface Said {
  readonly id?: string | undefined;
}

/**
 * One service address of Teams. The calls are those of the SDK's own client that the product makes, under the same names,
 * so that the SDK's turns can be answered through it. Each is one try, and a second one with a fresh token after a 401;
 * it throws `NotTaken`.
 */
export interface Connector {
  sendToConversation(conversation: string, activity: Partial<Activity>, options?: CallOptions): Promise<Said>;
  replyToActivity(
    conversation: string,
    id: string,
    activity: Partial<Activity>,
    options?: CallOptions,
  ): Promise<Said>;
  updateActivity(
    conversation: string,
    id: string,
    activity: Partial<Activity>,
    options?: CallOptions,
  ): Promise<Said>;
  createConversation(
    parameters: object,
    options?: CallOptions,
  ): Promise<Said & { readonly activityId?: string }>;
  getConversationMember(conversation: string, member: string, options?: CallOptions): Promise<object>;
}

export interface ConnectorParts {
  readonly dispatcher: Dispatcher;
  /** The bot's own token; undefined in local mode, where there is none. A `refused` one is replaced if possible. */
  readonly token: (refused?: string) => Promise<string | undefined>;
  /** Called with the status of each answer. */
  readonly noteAnswer?: ((status: number) => void) | undefined;
}

/** Connections that are kept between sends. What ends a call in time is its caller's signal. */
export function createConnectorAgent(proxies: ProxySettings): Dispatcher {
  return createAgent({ proxies, connections: 64, connectTimeoutMs: 5_000 });
}

export function createConnector(
  serviceUrl: string,
  { dispatcher, token, noteAnswer }: ConnectorParts,
): Connector {
  const base = new URL(serviceUrl);
  const basePath = `${base.pathname.replace(/\/+$/, '')}/v3/conversations`;

  async function call<T extends object>(
    method: 'GET' | 'POST' | 'PUT',
    segments: readonly string[],
    body: object | undefined,
    { abortSignal }: CallOptions = {},
  ): Promise<T> {
    const bearer = await token().catch(cause => {
      throw new NotTaken({ code: noToken }, cause);
    });
    const path = [basePath, ...segments.map((part, at) => (at % 2 === 0 ? encodeURIComponent(part) : part))];
    const send = async (bearer: string | undefined) => {
      try {
        const response = await dispatcher.request({
          origin: base.origin,
          path: path.join('/'),
          method,
          headers: {
            accept: 'application/json',
            ...(body && { 'content-type': 'application/json; charset=utf-8' }),
            ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
          },
          body: body ? JSON.stringify(body) : null,
          signal: abortSignal ?? null,
        });
        const encoding = response.headers['content-encoding'];
        const content = await readBody(response.body, encoding, largestBodyBytes).catch(withoutUnreadable);
        return { ...response, content };
      } catch (cause) {
        throw new NotTaken({ code: codeOf(cause) }, cause);
      }
    };
    let response = await send(bearer);
    if (response.statusCode === 401 && bearer !== undefined) {
      const fresh = await token(bearer).catch(() => bearer);
      if (fresh !== bearer && !abortSignal?.aborted) response = await send(fresh);
    }
    const { statusCode, headers, content } = response;
    noteAnswer?.(statusCode);
    const told = content && jsonOf(content.toString());
    if (statusCode >= 300) {
      const { date, 'retry-after': retryAfter } = headers;
      throw new NotTaken({ statusCode, code: wordOf(told), retryAfter, date });
    }
    if (content === undefined && method === 'GET') throw new NotTaken({ code: unreadable });
    // Teams took it, whatever it says of that.
    return (typeof told === 'object' && told !== null ? told : {}) as T;
  }

  return {
    sendToConversation: (conversation, activity, options) =>
      call('POST', [conversation, 'activities'], activity, options),
    replyToActivity: (conversation, id, activity, options) =>
      call('POST', [conversation, 'activities', id], activity, options),
    updateActivity: (conversation, id, activity, options) =>
      call('PUT', [conversation, 'activities', id], activity, options),
    createConversation: (parameters, options) => call('POST', [], parameters, options),
    getConversationMember: (conversation, member, options) =>
      call('GET', [conversation, 'members', member], undefined, options),
  };
}

/** A body that can't be unpacked takes nothing from the status; one that was cut leaves open whether the status was the last word. */
function withoutUnreadable(error: unknown): undefined {
  if (!(error instanceof EncodingError)) throw error;
}

/** undici has a word of its own for a connection that was closed. */
function codeOf(cause: unknown): string | undefined {
  const code: unknown = (cause as { code?: unknown } | undefined)?.code;
  if (code === 'UND_ERR_SOCKET') return 'ECONNRESET';
  return typeof code === 'string' ? code : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The body of a refusal is `{error: {code, message}}`. */
function wordOf(told: unknown): string | undefined {
  const code: unknown = (told as { error?: { code?: unknown } } | undefined | null)?.error?.code;
  return typeof code === 'string' ? code : undefined;
}
