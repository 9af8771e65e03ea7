import { isLoopback } from './loopback.ts';

/** The proxy through which the bot leaves its network. */
export interface WebProxy {
  /** Host and port, for texts and logs. */
  readonly name: string;
  /** http or https; with user name and password if it wants them, so it's a secret. */
  readonly url: string;
  /** The setting that names it. */
  readonly setting: string;
}

/** A host that is reached without the proxy, together with everything below it; `*` is all hosts. */
export interface DirectHost {
  readonly host: string;
  /** Undefined: every port. */
  readonly port: number | undefined;
}

export interface ProxySettings {
  readonly proxy: WebProxy | undefined;
  readonly direct: readonly DirectHost[];
}

export const noProxy: ProxySettings = { proxy: undefined, direct: [] };

/** Reads NO_PROXY: host names, separated by commas or spaces, also as `.host`, `*.host` and `host:port`. */
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
 * Returns the proxy for an address; undefined if it's reached directly, as this machine itself, Azure's addresses of the machine
 * (169.254.x.x, where managed identities get their tokens) and the hosts of NO_PROXY are, and whatever isn't https.
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

/** Without the brackets of an IPv6 address. */
function bare(host: string): string {
  return host.replace(/^\[(.+)\]$/, '$1');
}
