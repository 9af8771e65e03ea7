import { isLoopback } from './loopback.ts';

/** The proxy for outgoing connections. */
export interface WebProxy {
  /** Host and port, for texts and logs. */
  readonly name: string;
  /** http or https. It may have a user name and password, so it's a secret. */
  readonly url: string;
  /** The environment variable that it comes from. */
  readonly setting: string;
}

/** A host, with its subdomains, that is reached without the proxy; `*` means all hosts. */
export interface DirectHost {
  readonly host: string;
  /** Undefined means every port. */
  readonly port: number | undefined;
}

export interface ProxySettings {
  readonly proxy: WebProxy | undefined;
  readonly direct: readonly DirectHost[];
}

export const noProxy: ProxySettings = { proxy: undefined, direct: [] };

/** Parses NO_PROXY: host names, separated by commas or spaces, also as `.host`, `*.host` and `host:port`. */
export function readDirectHosts(text: string | undefined): readonly DirectHost[] {
  return (text ?? '')
    .split(/[,\s]+/)
    .filter(entry => entry !== '')
    .map(entry => {
      const [, name = entry, port] = /^([^:]+|\[.+\]):(\d+)$/.exec(entry) ?? [];
      const host = (port === undefined ? entry : name).replace(/^\*?\.(?=.)/, '').toLowerCase();
      return { host: bare(host), port: port === undefined ? undefined : Number(port) };
    });
}

/**
 * Returns the proxy for an address. Returns undefined if the address is reached directly: anything that isn't https,
 * this machine, Azure's addresses of the machine (169.254.x.x, where managed identities get their tokens), and the
 * hosts of NO_PROXY.
 */
export function proxyFor(url: string | URL, { proxy, direct }: ProxySettings): WebProxy | undefined {
  const { protocol, hostname, port } = new URL(url);
  const host = bare(hostname.toLowerCase());
  if (protocol !== 'https:' || isLoopback(host) || host.startsWith('169.254.')) return undefined;
  const isDirect = direct.some(
    entry =>
      (entry.port === undefined || entry.port === Number(port || 443)) &&
      (entry.host === '*' || host === entry.host || host.endsWith(`.${entry.host}`)),
  );
  return isDirect ? undefined : proxy;
}

/** Removes the brackets of an IPv6 address. */
function bare(host: string): string {
  return host.replace(/^\[(.+)\]$/, '$1');
}
