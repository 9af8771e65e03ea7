import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import restify from 'restify';
import type { Log, NoteRefused } from '../domain/log.ts';
import type { TeamsBot } from '../teams/teams-bot.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { type Caller, mayReadMetrics } from '../telemetry/metrics-access.ts';
import { createConnections } from './connections.ts';
import { type HttpLimits, usualLimits } from './limits.ts';
import { localRefusal, proxiedRefusal } from './local-only.ts';
import { messageRefusal } from './message-refusal.ts';
import { readBody } from './read-body.ts';
import { brokenJson, type RequestRefusal, tooLong } from './refusal.ts';
import { createRespond, type HttpResponse, jsonResponse } from './respond.ts';

/** The product's HTTP end. */
export interface HttpEnd {
  /** Resolves with the port when it listens; rejects if it can't (EADDRINUSE and the like). */
  listen(port: number, host: string): Promise<number>;
  /** Takes no more connections, lets requests under way finish, and resolves when all connections are closed. */
  close(): Promise<void>;
}

export interface HttpEndParts {
  readonly bot: Pick<TeamsBot, 'admit' | 'receive'>;
  /** Without an identity requests can't be authenticated, so only programs on this machine are answered, on every route. */
  readonly isLocalMode: boolean;
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>;
  /** Opens metrics and reasons; undefined: no token does. In local mode, a program on this machine needs none. */
  readonly metricsToken: string | undefined;
  readonly ready: () => Promise<Ready>;
  readonly noteRefused: NoteRefused;
  readonly log: Log;
  readonly limits?: HttpLimits;
}

/** Whether the product can do its work; of each of its parts, what is wrong. */
export interface Ready {
  readonly isReady: boolean;
  readonly parts: Readonly<Record<string, string>>;
}

type Handler = (req: IncomingMessage, res: ServerResponse) => Promise<HttpResponse | undefined>;

interface Route {
  readonly path: string;
  readonly methods: readonly ('get' | 'head' | 'post')[];
  readonly handler: Handler;
}

/**
 * A server of Node's with the limits, in front of restify, which gets the requests that are let in and leads each to its handler.
 * restify's own server can't be given all of the limits.
 */
export function createHttpEnd({
  bot,
  isLocalMode,
  metrics,
  metricsToken,
  ready,
  noteRefused,
  log,
  limits = usualLimits,
}: HttpEndParts): HttpEnd {
  const http = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.checkMs,
    keepAliveTimeout: limits.keepAliveMs,
  });
  const respond = createRespond(limits);
  const mayRead = (req: IncomingMessage) =>
    mayReadMetrics(callerOf(req), { token: metricsToken, trustsThisMachine: isLocalMode });
  const connections = createConnections(limits.connections, () =>
    noteRefused('busy', { connections: limits.connections }, 'too many connections, one ended'),
  );

  function refuse(req: IncomingMessage, { status, reason, error }: RequestRefusal): HttpResponse {
    noteRefused(reason, { status, method: req.method }, 'request refused');
    return jsonResponse(status, error === undefined ? undefined : { error });
  }

  const takeMessage: Handler = async (req, res) => {
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

  // A caller without the right gets the same answer as for an unknown address, whatever the method.
  const showMetrics: Handler = async req => {
    if (!mayRead(req)) return nothingHere;
    return { status: 200, headers: { 'content-type': metrics.contentType }, text: await metrics.text() };
  };

  // The reasons are a map for an attacker: only those who may read the metrics get them.
  const showReadiness: Handler = async req => {
    const { isReady, parts } = await ready();
    const reasons = mayRead(req) ? parts : {};
    return jsonResponse(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready', ...reasons });
  };

  const routes: readonly Route[] = [
    { path: '/api/messages', methods: ['post'], handler: takeMessage },
    {
      path: '/healthz',
      methods: ['get', 'head'],
      handler: async () => jsonResponse(200, { status: 'alive' }),
    },
    { path: '/readyz', methods: ['get', 'head'], handler: showReadiness },
    { path: '/metrics', methods: ['get'], handler: showMetrics },
  ];
  const router = restify.createServer({ name: '' });
  for (const { path, methods, handler } of routes)
    for (const method of methods) router[method](path, async (req, res) => answer(req, res, handler));

  /** What a request gets that no handler is asked for. */
  function refusalOf(req: IncomingMessage): HttpResponse | undefined {
    const refusal = isLocalMode ? localRefusal(req.headers) : undefined;
    if (refusal) return refuse(req, refusal);
    const { method = '', url = '' } = req;
    const [path = ''] = url.split('?');
    const route = routes.find(route => route.path === path);
    if (!route || (path === '/metrics' && method !== 'GET')) return nothingHere;
    return route.methods.some(name => name.toUpperCase() === method) ? undefined : notAllowed(route.methods);
  }

  async function answer(req: IncomingMessage, res: ServerResponse, handler: Handler): Promise<void> {
    const response = await handler(req, res).catch(err => {
      log.error({ err }, 'request failed');
      return jsonResponse(500, { error: 'The bot failed to answer.' });
    });
    if (response) respond(req, res, response, () => connections.done(req.socket));
  }

  function handle(req: IncomingMessage, res: ServerResponse): void {
    const { socket } = req;
    // Without a listener, a sender that goes away in the middle would end the process.
    req.on('error', () => {});
    if (!connections.begin(socket)) {
      socket.destroy();
      return;
    }
    const refused = refusalOf(req);
    if (refused) respond(req, res, refused, () => connections.done(socket));
    else router.server.emit('request', req, res);
  }

  http.on('connection', socket => connections.add(socket));
  http.on('request', handle);
  http.on('checkContinue', handle);

  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        http.once('error', reject);
        http.listen(port, host, () => {
          http.off('error', reject);
          resolve((http.address() as AddressInfo).port);
        });
      }),
    close: () =>
      new Promise(resolve => {
        const endIdle = () => {
          http.closeIdleConnections();
          connections.endUnused();
        };
        // A connection that is kept alive becomes idle only once its answer is out.
        const sweep = setInterval(endIdle, 20);
        http.close(() => {
          clearInterval(sweep);
          resolve();
        });
        endIdle();
      }),
  };
}

function callerOf({ socket, headers }: IncomingMessage): Caller {
  return { address: socket.remoteAddress, headers };
}

const nothingHere = jsonResponse(404, { error: 'Nothing is here.' });

function notAllowed(methods: Route['methods']): HttpResponse {
  const allow = methods.join(', ').toUpperCase();
  return jsonResponse(405, { error: `Only ${allow} is answered here.` }, { allow });
}

/** Undefined if it isn't JSON. A byte-order mark before it is passed over. */
function parsed(body: Buffer): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder().decode(body)) };
  } catch {
    return undefined;
  }
}
