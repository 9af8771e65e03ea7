import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeAuthority, type PrivateAuthority } from './certificates.ts';
import { openProxy, type ProxyOptions, type TestProxy } from './proxy.ts';

export type Answering = (req: IncomingMessage, res: ServerResponse) => void;

/** Hosts outside that can be reached through a proxy alone, over TLS, by certificates of an unknown authority. */
export interface Outside {
  readonly proxy: TestProxy;
  readonly authority: PrivateAuthority;
  /** What a process needs to get there. */
  readonly env: Readonly<Record<string, string>>;
  /** How often each host was asked through the proxy. */
  tunnels(host: string): number;
  close(): Promise<void>;
}

/** Hands requests on to a service on loopback. */
export const forwardTo =
  (url: string): Answering =>
  (req, res) => {
    const { method, headers } = req;
    const forwarded = request(new URL(req.url ?? '/', url), { method, headers }, answer => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    });
    forwarded.on('error', () => res.destroy());
    req.pipe(forwarded);
  };

/**
 * `hosts` has each one's answer; `ports` are services on loopback that speak TLS themselves, with the same authority.
 */
export async function openOutside(
  hosts: Readonly<Record<string, Answering>>,
  options: Omit<ProxyOptions, 'routes'> & {
    readonly ports?: (authority: PrivateAuthority) => Promise<Readonly<Record<string, number>>>;
    readonly names?: readonly string[];
  } = {},
): Promise<Outside> {
  const { ports, names = [], ...proxyOptions } = options;
  const authority = makeAuthority([...Object.keys(hosts), ...names].map(name => `DNS:${name}`));
  const server = createTlsServer({ cert: authority.cert, key: authority.key }, (req, res) => {
    const answer = hosts[req.headers.host ?? ''];
    if (answer) answer(req, res);
    else res.destroy();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const own = Object.fromEntries(Object.keys(hosts).map(host => [`${host}:443`, port]));
  const routes = { ...own, ...(await ports?.(authority)) };
  const proxy = await openProxy({ routes, ...proxyOptions });
  return {
    proxy,
    authority,
    env: { HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: authority.files.ca },
    tunnels: host => proxy.asked.filter(asked => asked === `${host}:443`).length,
    async close() {
      await proxy.close();
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
      authority.remove();
    },
  };
}
