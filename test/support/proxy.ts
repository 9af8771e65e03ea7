import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';

/**
 * What a proxy does with a request for a tunnel: connects, answers with another status, does not answer, or hangs up.
 */
type ProxyAnswer = 'connect' | 'silent' | 'cut' | number;

export interface TestProxy {
  /** Without a user name. */
  readonly url: string;
  readonly port: number;
  /** The host and port of each request for a tunnel. */
  readonly asked: string[];
  /** What came as Proxy-Authorization with each of them. */
  readonly authorizations: (string | undefined)[];
  /** Requests that came without a tunnel. */
  readonly plain: string[];
  /** Connections from its clients that are open now. */
  open(): number;
  /** From now on. */
  answer(answer: ProxyAnswer): void;
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** The port on loopback that a name stands for, by `host:port`; others are not known (502). */
  readonly routes?: Readonly<Record<string, number>>;
  /** `user:password` that it wants; else 407. */
  readonly credentials?: string;
  /** For a proxy that is itself reached over TLS. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** Opens an HTTP proxy on loopback that makes tunnels (CONNECT) and nothing else. */
export async function openProxy({ routes = {}, credentials, tls }: ProxyOptions = {}): Promise<TestProxy> {
  let answer: ProxyAnswer = 'connect';
  const [asked, plain, authorizations]: [string[], string[], (string | undefined)[]] = [[], [], []];
  const sockets = new Set<Socket>();
  const server = tls ? createTlsServer(tls) : createServer();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  server.on('request', (req, res) => {
    plain.push(`${req.method} ${req.url}`);
    res.statusCode = 405;
    res.end();
  });
  server.on('connect', (req, client: Socket, head: Buffer) => {
    asked.push(req.url ?? '');
    authorizations.push(req.headers['proxy-authorization']);
    client.on('error', () => {});
    if (answer === 'silent') {
      // So that it notices when its client hangs up.
      client.on('end', () => client.destroy()).resume();
      return;
    }
    if (answer === 'cut') {
      client.destroy();
      return;
    }
    const wanted = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
    const port = routes[req.url ?? ''];
    const status =
      typeof answer === 'number'
        ? answer
        : wanted !== undefined && req.headers['proxy-authorization'] !== wanted
          ? 407
          : port === undefined
            ? 502
            : 200;
    if (status !== 200 || port === undefined) {
      client.end(`HTTP/1.1 ${status} No\r\nContent-Length: 5\r\n\r\nno<p>`);
      return;
    }
    const target = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.write(head);
      target.pipe(client);
      client.pipe(target);
    });
    target.on('error', () => client.destroy());
    target.on('close', () => client.destroy());
    client.on('close', () => target.destroy());
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    asked,
    authorizations,
    plain,
    open: () => sockets.size,
    answer: next => {
      answer = next;
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
