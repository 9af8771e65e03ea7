import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import restify from 'restify';
import type { Log } from '../domain/log.ts';
import { type Connections, createConnections } from './connections.ts';
import { type HttpLimits, usualLimits } from './limits.ts';
import { createRespond, jsonResponse } from './respond.ts';
import { createRoutes, type Handler, type RoutesParts } from './routes.ts';

/** The product's HTTP end. */
export interface HttpEnd {
  /** Resolves with the port when it listens; rejects if it can't (EADDRINUSE and the like). */
  listen(port: number, host: string): Promise<number>;
  /** Takes no more connections, lets requests under way finish, and resolves when all connections are closed. */
  close(): Promise<void>;
}

export interface HttpEndParts extends RoutesParts {
  readonly log: Log;
  readonly limits?: HttpLimits;
}

/**
 * Creates a server of Node's with the limits, in front of restify, which gets the requests that are let in and routes each to its
 * handler. restify's own server can't be given all of the limits.
 */
export function createHttpEnd({ limits = usualLimits, ...parts }: HttpEndParts): HttpEnd {
  const { noteRefused } = parts;
  const connections = createConnections(limits.connections, () =>
    noteRefused('busy', { connections: limits.connections }, 'too many connections, one ended'),
  );
  const handle = createHandle(parts, limits, connections);
  const http = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.checkMs,
    keepAliveTimeout: limits.keepAliveMs,
  });
  http.on('connection', socket => connections.add(socket));
  http.on('request', handle);
  http.on('checkContinue', handle);
  return {
    listen: (port, host) => listen(http, port, host),
    close: () => close(http, connections),
  };
}

/** Returns a function that handles each request of a connection: refuses it, or has its route answer. */
function createHandle(parts: Omit<HttpEndParts, 'limits'>, limits: HttpLimits, connections: Connections) {
  const { log, noteRefused } = parts;
  const respond = createRespond(limits);
  const { routes, refusalOf } = createRoutes({ ...parts, connections, limits });
  const router = restify.createServer({ name: '' });
  for (const { path, methods, handler } of routes)
    for (const method of methods) router[method](path, async (req, res) => answer(req, res, handler));

  async function answer(req: IncomingMessage, res: ServerResponse, handler: Handler): Promise<void> {
    const response = await handler(req, res).catch(err => {
      log.error({ err }, 'request failed');
      return jsonResponse(500, { error: 'The bot failed to answer.' });
    });
    if (response) respond(req, res, response, () => connections.done(req.socket));
  }

  return (req: IncomingMessage, res: ServerResponse): void => {
    const { socket } = req;
    // Without a listener, a sender that goes away in the middle would end the process.
    req.on('error', () => {});
    if (!connections.begin(socket)) {
      noteRefused('busy', {}, 'request before the last one was answered, connection ended');
      socket.destroy();
      return;
    }
    const refused = refusalOf(req);
    if (refused) respond(req, res, refused, () => connections.done(socket));
    else router.server.emit('request', req, res);
  };
}

function listen(http: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, host, () => {
      http.off('error', reject);
      resolve((http.address() as AddressInfo).port);
    });
  });
}

function close(http: Server, connections: Connections): Promise<void> {
  return new Promise(resolve => {
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
  });
}
