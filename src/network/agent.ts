import { Agent, buildConnector, type Dispatcher, fetch as fetchWith } from 'undici';
import { type ProxySettings, proxyFor } from '../domain/proxy.ts';
import { openTunnel } from './tunnel.ts';

export interface AgentOptions extends Omit<Agent.Options, 'connect'> {
  readonly proxies: ProxySettings;
  /** The limit for connecting; with a proxy, for each of its steps. */
  readonly connectTimeoutMs: number;
  /** For tests: a certificate authority that is trusted instead of the usual ones. */
  readonly ca?: string | undefined;
}

/** The part of the limit that the proxy has, so that its silence can be told from the silence of a service behind it. */
const proxysPart = 0.75;

/**
 * Creates the connections to services outside, kept alive between requests: directly or through the proxy, as `proxies` says for
 * each origin. A failed connection through the proxy rejects its request with `ProxyError`.
 */
export function createAgent({ proxies, connectTimeoutMs, ca, ...options }: AgentOptions): Agent {
  const connect = buildConnector({ timeout: connectTimeoutMs, ...(ca !== undefined && { ca }) });
  return new Agent({
    pipelining: 1,
    keepAliveTimeout: 20_000,
    ...options,
    connect: proxies.proxy === undefined ? connect : through(proxies, connect, connectTimeoutMs),
  });
}

/** Creates a `fetch` whose requests go through `dispatcher`. */
export function createFetch(dispatcher: Dispatcher): typeof fetch {
  // Node's own types are of another version of the same code.
  return ((input, init) => fetchWith(input as string, { ...(init as object), dispatcher })) as typeof fetch;
}

function through(
  proxies: ProxySettings,
  connect: buildConnector.connector,
  connectTimeoutMs: number,
): buildConnector.connector {
  return (options, callback) => {
    // Unlike `hostname`, `host` has the brackets of an IPv6 address, and the port unless it's the usual one.
    const target = new URL(`${options.protocol}//${options.host ?? options.hostname}`);
    const proxy = proxyFor(target, proxies);
    if (proxy === undefined) {
      connect(options, callback);
      return;
    }
    openTunnel(proxy, target, connectTimeoutMs * proxysPart).then(
      httpSocket => connect({ ...options, httpSocket }, callback),
      error => callback(error, null),
    );
  };
}
