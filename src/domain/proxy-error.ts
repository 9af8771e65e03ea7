/**
 * Why the proxy gave no connection:
 * - `PROXY_UNREACHABLE`: there is no connection to the proxy itself
 * - `PROXY_REFUSED`: it answered with a status other than 200
 * - `PROXY_SILENT`: it gave no answer in time
 */
export type ProxyErrorCode = 'PROXY_UNREACHABLE' | 'PROXY_REFUSED' | 'PROXY_SILENT';

/** All of them: nothing was sent to the service when one of these is thrown. */
export const proxyErrorCodes: readonly ProxyErrorCode[] = [
  'PROXY_UNREACHABLE',
  'PROXY_REFUSED',
  'PROXY_SILENT',
];

/** No connection came about, because of the proxy. The message names the proxy, and never its user name or password. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  readonly code: ProxyErrorCode;
  /** What the proxy answered. */
  readonly status: number | undefined;

  constructor(code: ProxyErrorCode, message: string, status?: number) {
    super(message);
    this.code = code;
    this.status = status;
  }
}
