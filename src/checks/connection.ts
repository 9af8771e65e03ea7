import type { WebProxy } from '../domain/proxy.ts';
import { ProxyError } from '../domain/proxy-error.ts';
import { isUntrustedCertificate, trustCertificate } from '../domain/untrusted-certificate.ts';

/** Why no answer came, and what to do. */
export interface ConnectionProblem {
  readonly seen: string;
  readonly fix: string;
}

/** The host that a request went to, and the setting that names it. */
export interface Endpoint {
  readonly host: string;
  readonly setting: string;
  /** Undefined if it is reached directly. */
  readonly proxy?: WebProxy | undefined;
}

const unknownName = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA']);
const silent = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'EADDRNOTAVAIL',
]);
const cut = new Set(['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE']);
const noTls = /^ERR_SSL|^EPROTO/;

/** A connection that failed, told by the code of its error. */
export function connectionProblem(cause: unknown, { host, setting, proxy }: Endpoint): ConnectionProblem {
  if (proxy && cause instanceof ProxyError) return proxyTrouble(cause, host, proxy);
  const code = codeOf(cause) ?? 'no code';
  if (unknownName.has(code))
    return {
      seen: `the name ${host} is not known (${code})`,
      fix: `check ${setting}, and whether this machine can resolve names.`,
    };
  if (code === 'ECONNREFUSED')
    return {
      seen: `${host} refuses the connection (${code})`,
      fix: `check ${setting}, and what stands between: nothing listens at that address.`,
    };
  if (isUntrustedCertificate(code))
    return {
      seen: `the TLS certificate of ${host} is not trusted (${code})`,
      fix: `check ${setting}. ${trustCertificate}`,
    };
  if (noTls.test(code))
    return {
      seen: `${host} does not speak TLS 1.2 or later (${code})`,
      fix: `check ${setting}, and whether a proxy stands between.`,
    };
  if (cut.has(code))
    return {
      seen: `the connection to ${host} was cut (${code})`,
      fix: `run it again; if it stays so, look for a firewall or a proxy between.`,
    };
  if (silent.has(code)) return silence({ host, setting, proxy }, code);
  return { seen: `no connection to ${host} (${code})`, fix: `check ${setting} and the network.` };
}

/** Nothing came in time. */
export function silence({ host, setting, proxy }: Endpoint, code = 'no answer in time'): ConnectionProblem {
  return {
    seen: `${host} does not answer (${code})`,
    fix: proxy
      ? `let the proxy ${proxy.name} out to ${host} (https). Check ${setting}, too.`
      : `let this machine out to ${host} (https), or name a proxy in HTTPS_PROXY. Check ${setting}, too.`,
  };
}

/** The message names the proxy. */
function proxyTrouble(
  { message, code, status }: ProxyError,
  host: string,
  { name, setting }: WebProxy,
): ConnectionProblem {
  const fix =
    code === 'PROXY_REFUSED' && status !== 407
      ? `let the proxy ${name} connect to ${host}:443, or name ${host} in NO_PROXY if it can be reached without.`
      : `check ${setting}, and that the proxy runs and lets this machine in.`;
  return { seen: `no connection to ${host}: ${message}`, fix };
}

/** The first code in an error, in what caused it, or in what it is made of. */
export function codeOf(error: unknown): string | undefined {
  for (let at: unknown = error, depth = 0; depth < 5 && typeof at === 'object' && at !== null; depth++) {
    const { code, cause, errors } = at as { code?: unknown; cause?: unknown; errors?: unknown };
    if (typeof code === 'string' && /^[A-Z0-9_]{2,60}$/.test(code)) return code;
    at = cause ?? (Array.isArray(errors) ? errors[0] : undefined);
  }
  return undefined;
}
