import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RecordRefusal } from '../domain/log.ts';
import type { TeamsBot } from '../teams/teams-bot.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { type Caller, mayReadMetrics } from '../telemetry/metrics-access.ts';
import type { Connections } from './connections.ts';
import type { HttpLimits } from './limits.ts';
import { localRefusal, proxiedRefusal } from './local-only.ts';
import { messageRefusal } from './message-refusal.ts';
import { readBody } from './read-body.ts';
import { brokenJson, type RequestRefusal, tooLong } from './refusal.ts';
import { jsonResponse, type OutgoingResponse } from './respond.ts';

export interface RoutesParts {
  readonly bot: Pick<TeamsBot, 'admit' | 'receive'>;
  /** Without an identity requests can't be authenticated, so only programs on this machine are answered, on every route. */
  readonly isLocalMode: boolean;
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>;
  /** The token that opens metrics and reasons; undefined if none does. In local mode, a program on this machine needs none. */
  readonly metricsToken: string | undefined;
  readonly ready: () => Promise<Ready>;
  readonly noteRefused: RecordRefusal;
}

/** Whether the product can do its work, and what is wrong with each of its parts. */
export interface Ready {
  readonly isReady: boolean;
  readonly parts: Readonly<Record<string, string>>;
}

/** Resolves with the response; undefined if the caller is gone. */
export type Handler = (req: IncomingMessage, res: ServerResponse) => Promise<OutgoingResponse | undefined>;

interface Route {
  readonly path: string;
  readonly methods: readonly ('get' | 'head' | 'post')[];
  readonly handler: Handler;
}

export interface Routes {
  readonly routes: readonly Route[];
  /** Returns the response to a request that no handler gets; undefined if one does. */
  refusalOf(req: IncomingMessage): OutgoingResponse | undefined;
}

type MessageParts = RoutesParts & {
  readonly connections: Pick<Connections, 'prove' | 'complete'>;
  readonly limits: Pick<HttpLimits, 'bodyBytes'>;
};

type Refuse = (req: IncomingMessage, refusal: RequestRefusal) => OutgoingResponse;

export function createRoutes(parts: MessageParts): Routes {
  const { isLocalMode, noteRefused } = parts;
  const refuse: Refuse = (req, { status, reason, error }) => {
    noteRefused(reason, { status, method: req.method }, 'request refused');
    return jsonResponse(status, error === undefined ? undefined : { error });
  };
  const routes: readonly Route[] = [
    { path: '/api/messages', methods: ['post'], handler: createTakeMessage(parts, refuse) },
    {
      path: '/healthz',
      methods: ['get', 'head'],
      handler: async () => jsonResponse(200, { status: 'alive' }),
    },
    { path: '/readyz', methods: ['get', 'head'], handler: createShowReadiness(parts) },
    { path: '/metrics', methods: ['get'], handler: createShowMetrics(parts) },
  ];

  return {
    routes,
    refusalOf(req) {
      const refusal = isLocalMode ? localRefusal(req.headers) : undefined;
      if (refusal) return refuse(req, refusal);
      const { method = '', url = '' } = req;
      const [path = ''] = url.split('?');
      const route = routes.find(route => route.path === path);
      if (!route || (path === '/metrics' && method !== 'GET')) return nothingHere;
      return route.methods.some(name => name.toUpperCase() === method)
        ? undefined
        : notAllowed(route.methods);
    },
  };
}

/** Returns the handler of messages: headers first, then the token, then the body, so that strangers cost little. */
function createTakeMessage({ bot, isLocalMode, connections, limits }: MessageParts, refuse: Refuse): Handler {
  return async (req, res) => {
    const refusal =
      (isLocalMode ? proxiedRefusal(req.headers) : undefined) ??
      messageRefusal(req.headers, { needsToken: !isLocalMode, maxBytes: limits.bodyBytes });
    if (refusal) return refuse(req, refusal);
    const admission = await bot.admit(req.headers.authorization ?? '');
    if (admission.kind === 'refused') return jsonResponse(admission.receipt.status, admission.receipt.body);
    connections.prove(req.socket);
    if (req.headers.expect !== undefined) res.writeContinue();
    const body = await readBody(req, limits.bodyBytes);
    if (body === 'gone') return undefined;
    if (body === 'too-long') return refuse(req, tooLong);
    connections.complete(req.socket);
    const json = parsed(body);
    if (!json) return refuse(req, brokenJson);
    const receipt = await bot.receive(admission.caller, json.value);
    return jsonResponse(receipt.status, receipt.body);
  };
}

/** Returns the handler of metrics. A caller without permission gets the same answer as for an unknown address, for every method. */
function createShowMetrics(parts: RoutesParts): Handler {
  const { metrics } = parts;
  return async req => {
    if (!mayRead(req, parts)) return nothingHere;
    return { status: 200, headers: { 'content-type': metrics.contentType }, text: await metrics.text() };
  };
}

/** Returns the handler of readiness. The reasons would help an attacker: only callers who may read the metrics get them. */
function createShowReadiness(parts: RoutesParts): Handler {
  return async req => {
    const { isReady, parts: reasons } = await parts.ready();
    const shown = mayRead(req, parts) ? reasons : {};
    return jsonResponse(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready', ...shown });
  };
}

function mayRead(req: IncomingMessage, { metricsToken, isLocalMode }: RoutesParts): boolean {
  return mayReadMetrics(callerOf(req), { token: metricsToken, trustsThisMachine: isLocalMode });
}

function callerOf({ socket, headers }: IncomingMessage): Caller {
  return { address: socket.remoteAddress, headers };
}

const nothingHere = jsonResponse(404, { error: 'Nothing is here.' });

function notAllowed(methods: Route['methods']): OutgoingResponse {
  const allow = methods.join(', ').toUpperCase();
  return jsonResponse(405, { error: `Only ${allow} is answered here.` }, { allow });
}

/** Returns undefined if the body isn't JSON. Skips a byte-order mark. */
function parsed(body: Buffer): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder().decode(body)) };
  } catch {
    return undefined;
  }
}
