import type { Activity } from 'botbuilder';
import type { AuthenticateRequestResult, ConnectorClient } from 'botframework-connector';
import { LRUCache } from 'lru-cache';
import type { Dispatcher } from 'undici';
import type { ProxySettings } from '../domain/proxy.ts';
import { createAgent } from '../network/agent.ts';
import { EncodingError, readBody } from '../network/unpack.ts';
import { noToken, SendError } from './send-error.ts';

/** The code if a requested body can't be read: compressed in an unknown way, or too large. */
const unreadable = 'UNREADABLE';

/** An id, a member or an error has less than 2 KB. */
const largestBodyBytes = 256 * 1024;

interface CallOptions {
  readonly abortSignal?: AbortSignal | undefined;
}

/** What Teams answers a send with: the id of the message, if it names one. */
interface ResourceResponse {
  readonly id?: string | undefined;
}

/**
 * One service address of Teams. It has those calls of the SDK's own client that the product makes, under the same names, so
 * that the SDK's turns can be answered through it. Each call is tried once, and again with a fresh token after a 401. All reject
 * with `SendError`.
 */
export interface Connector {
  sendToConversation(
    conversation: string,
    activity: Partial<Activity>,
    options?: CallOptions,
  ): Promise<ResourceResponse>;
  replyToActivity(
    conversation: string,
    id: string,
    activity: Partial<Activity>,
    options?: CallOptions,
  ): Promise<ResourceResponse>;
  updateActivity(
    conversation: string,
    id: string,
    activity: Partial<Activity>,
    options?: CallOptions,
  ): Promise<ResourceResponse>;
  createConversation(
    parameters: object,
    options?: CallOptions,
  ): Promise<ResourceResponse & { readonly activityId?: string }>;
  getConversationMember(conversation: string, member: string, options?: CallOptions): Promise<object>;
}

export interface ConnectorParts {
  readonly dispatcher: Dispatcher;
  /** Resolves with the bot's own token; undefined in local mode, which has none. A `refused` one is replaced if possible. */
  readonly token: (refused?: string) => Promise<string | undefined>;
  /** Called with the status of each answer. */
  readonly noteAnswer?: ((status: number) => void) | undefined;
}

/** Creates a pool of connections to Teams. Calls end in time by their caller's signal. */
export function createConnectorAgent(proxies: ProxySettings): Dispatcher {
  return createAgent({ proxies, connections: 64, connectTimeoutMs: 5_000 });
}

export function createConnector(serviceUrl: string, parts: ConnectorParts): Connector {
  const call = createCall(serviceUrl, parts);
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

type Call = <T extends object>(
  method: 'GET' | 'POST' | 'PUT',
  segments: readonly string[],
  body: object | undefined,
  options: CallOptions | undefined,
) => Promise<T>;

function createCall(serviceUrl: string, { dispatcher, token, noteAnswer }: ConnectorParts): Call {
  const base = new URL(serviceUrl);
  const basePath = `${base.pathname.replace(/\/+$/, '')}/v3/conversations`;
  return async (method, segments, body, { abortSignal } = {}) => {
    const bearer = await token().catch(cause => {
      throw new SendError({ code: noToken }, cause);
    });
    const path = [basePath, ...segments.map((part, at) => (at % 2 === 0 ? encodeURIComponent(part) : part))];
    const send = (bearer: string | undefined) => {
      const headers = {
        accept: 'application/json',
        ...(body && { 'content-type': 'application/json; charset=utf-8' }),
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      };
      const to = { origin: base.origin, path: path.join('/'), method, headers };
      return request(dispatcher, { ...to, signal: abortSignal ?? null }, body);
    };
    let response = await send(bearer);
    if (response.statusCode === 401 && bearer !== undefined) {
      const fresh = await token(bearer).catch(() => bearer);
      if (fresh !== bearer && !abortSignal?.aborted) response = await send(fresh);
    }
    noteAnswer?.(response.statusCode);
    return resultOf(response, method);
  };
}

interface TeamsResponse extends Pick<Dispatcher.ResponseData, 'statusCode' | 'headers'> {
  /** Undefined if it can't be read. */
  readonly content: Buffer | undefined;
}

async function request(
  dispatcher: Dispatcher,
  options: Dispatcher.RequestOptions,
  json: object | undefined,
): Promise<TeamsResponse> {
  try {
    const sent = json ? JSON.stringify(json) : null;
    const { statusCode, headers, body } = await dispatcher.request({ ...options, body: sent });
    const encoding = headers['content-encoding'];
    const content = await readBody(body, encoding, largestBodyBytes).catch(ignoreUnreadable);
    return { statusCode, headers, content };
  } catch (cause) {
    throw new SendError({ code: codeOf(cause) }, cause);
  }
}

function resultOf<T extends object>(
  { statusCode, headers, content }: TeamsResponse,
  method: Dispatcher.HttpMethod,
): T {
  const json = content && parseJson(content.toString());
  if (statusCode >= 300) {
    const { date, 'retry-after': retryAfter } = headers;
    throw new SendError({ statusCode, code: errorCodeIn(json), retryAfter, date });
  }
  if (content === undefined && method === 'GET') throw new SendError({ code: unreadable });
  // Teams took the message, whatever the body is.
  return (typeof json === 'object' && json !== null ? json : {}) as T;
}

/** Ignores that a body can't be decompressed, since its status counts all the same. Any other failure may have cut the answer off. */
function ignoreUnreadable(error: unknown): undefined {
  if (!(error instanceof EncodingError)) throw error;
}

/** Returns the network's code; undici has one of its own for a connection that was closed. */
function codeOf(cause: unknown): string | undefined {
  const code: unknown = (cause as { code?: unknown } | undefined)?.code;
  if (code === 'UND_ERR_SOCKET') return 'ECONNRESET';
  return typeof code === 'string' ? code : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns Teams' code from the body of an error, which is `{error: {code, message}}`. */
function errorCodeIn(body: unknown): string | undefined {
  const code: unknown = (body as { error?: { code?: unknown } } | undefined | null)?.error?.code;
  return typeof code === 'string' ? code : undefined;
}

/** A tenant's conversations share a handful of service addresses. */
const mostConnectors = 100;

/** A service address that isn't one of Teams' own, so that the bot must not show its token there. */
export class UntrustedServiceUrlError extends Error {
  override readonly name = 'UntrustedServiceUrlError';
  /** Undefined if the address isn't a URL. */
  readonly host: string | undefined;

  constructor(serviceUrl: string) {
    super("the service address is none of the channel's own");
    this.host = URL.canParse(serviceUrl) ? new URL(serviceUrl).hostname : undefined;
  }
}

/** One connector for each service address. */
export interface Connectors {
  /** Throws `UntrustedServiceUrlError`. */
  at(serviceUrl: string): Connector;
  /**
   * Returns the caller with these connectors for the SDK to answer through. The SDK makes a client of its own for every turn,
   * which costs more than the rest of the turn and sends a refused message up to four times, beyond any time limit of ours.
   */
  answering(caller: AuthenticateRequestResult): AuthenticateRequestResult;
}

export interface ConnectorsParts extends ConnectorParts {
  /** Returns true if the bot may show its token at this address. */
  readonly isService: (serviceUrl: string) => boolean;
}

export function createConnectors({ isService, ...parts }: ConnectorsParts): Connectors {
  const clients = new LRUCache<string, { readonly conversations: Connector }>({ max: mostConnectors });

  function clientAt(serviceUrl: string): { readonly conversations: Connector } {
    const known = clients.get(serviceUrl);
    if (known) return known;
    if (!isService(serviceUrl)) throw new UntrustedServiceUrlError(serviceUrl);
    const client = { conversations: createConnector(serviceUrl, parts) };
    clients.set(serviceUrl, client);
    return client;
  }

  const connectorFactory = {
    // The part of the SDK's client that its turns use: see `Connector`.
    create: async (serviceUrl: string) => clientAt(serviceUrl) as unknown as ConnectorClient,
  };
  return {
    at: serviceUrl => clientAt(serviceUrl).conversations,
    answering: caller => ({ ...caller, connectorFactory }),
  };
}
