import type { Server as HttpServer } from 'node:http';
import type { Socket } from 'node:net';
import restify from 'restify';
import type { TeamsBot } from '../teams/teams-bot.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { type Caller, mayReadMetrics } from '../telemetry/metrics-access.ts';

/** Larger than any activity that Teams sends; a longer body gets 413 before it is parsed. */
const maxBodyBytes = 1024 * 1024;

/**
 * A proxy such as App Service's reuses idle connections for longer than Node's default of 5 s. A request that it sends
 * over a connection that the server is just closing is lost.
 */
const keepAliveTimeoutMs = 75_000;

/** Longer than the keep-alive, so that it never ends a reused connection; below Node's requestTimeout of 300 s. */
const headersTimeoutMs = 80_000;

/** The product's HTTP end. */
export interface HttpEnd {
  /** Resolves with the port when it listens; rejects where it cannot (EADDRINUSE and the like). */
  listen(port: number, host: string): Promise<number>;
  /** Takes no more connections, lets requests under way finish, and resolves when all connections are closed. */
  close(): Promise<void>;
}

export interface HttpEndParts {
  readonly bot: TeamsBot;
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>;
  /** Opens metrics and reasons; undefined: no token does. */
  readonly metricsToken: string | undefined;
  /** In local mode, a program on this machine reads them without the token. */
  readonly isLocalMode?: boolean;
  readonly ready: () => Promise<Ready>;
}

/** Whether the product can do its work; of each of its parts, what is wrong. */
export interface Ready {
  readonly isReady: boolean;
  readonly parts: Readonly<Record<string, string>>;
}

export function createHttpEnd({
  bot,
  metrics,
  metricsToken,
  isLocalMode = false,
  ready,
}: HttpEndParts): HttpEnd {
  const mayRead = (req: restify.Request) =>
    mayReadMetrics(callerOf(req), { token: metricsToken, trustsThisMachine: isLocalMode });
  const server = restify.createServer({ name: 'backup-watch' });
  const http = server.server as HttpServer;
  http.keepAliveTimeout = keepAliveTimeoutMs;
  http.headersTimeout = headersTimeoutMs;
  const sockets = new Set<Socket>();
  http.on('connection', socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  // Teams sends plain JSON. A compressed body could unfold to far more than the limit, parts of a form would be written
  // to disk, and a form is what a page in somebody's browser could post here.
  server.pre((req, res, next) => {
    const isJson = /^application\/json\b/i.test(req.headers['content-type'] ?? '');
    const isPlain = req.headers['content-encoding'] === undefined;
    if (req.method !== 'POST' || (isJson && isPlain)) return next();
    res.send(415, { error: 'Only JSON, not compressed, is taken here.' });
    return next(false);
  });
  // Not a route: whoever may not read them meets what stands at any other address, whatever the method.
  server.pre(async (req, res) => {
    if (req.method !== 'GET' || req.getPath() !== '/metrics') return;
    if (!mayRead(req)) return;
    res.sendRaw(200, await metrics.text(), { 'content-type': metrics.contentType });
    return false;
  });
  // It hands its options on to the reader of the body, which its typings do not say.
  const options = { maxBodySize: maxBodyBytes, mapParams: false };
  server.use(restify.plugins.jsonBodyParser(options));

  server.post('/api/messages', async (req, res) => {
    const { status, body } = await bot.receive(req.headers.authorization ?? '', req.body);
    res.send(status, body);
  });
  server.get('/healthz', async (_req, res) => {
    res.send(200, { status: 'alive' });
  });

  // What is wrong is told to those alone who may read the metrics: it is a map for whoever means harm.
  server.get('/readyz', async (req, res) => {
    const { isReady, parts } = await ready();
    const reasons = mayRead(req) ? parts : {};
    res.send(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready', ...reasons });
  });

  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        // restify hands on the errors of its HTTP server as its own.
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          resolve(server.address().port);
        });
      }),
    close: () =>
      new Promise(resolve => {
        const endIdle = () => {
          http.closeIdleConnections();
          // To Node, a connection that was opened ahead of its first request is not idle.
          for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
        };
        // A connection that is kept alive becomes idle only once its answer is out.
        const sweep = setInterval(endIdle, 20);
        server.close(() => {
          clearInterval(sweep);
          resolve();
        });
        endIdle();
      }),
  };
}

function callerOf({ socket, headers }: restify.Request): Caller {
  return { address: socket.remoteAddress, headers };
}
