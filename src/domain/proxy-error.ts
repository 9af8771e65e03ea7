/**
 * Why there is no connection through the proxy:
 * - `PROXY_UNREACHABLE`: the proxy can't be reached
 * - `PROXY_REFUSED`: it answered with a status other than 200
 * - `PROXY_SILENT`: it didn't answer in time
 */
export type ProxyErrorCode = 'PROXY_UNREACHABLE' | 'PROXY_REFUSED' | 'PROXY_SILENT';

/** All codes. Nothing was sent to the service if one of these is thrown. */
export const proxyErrorCodes: readonly ProxyErrorCode[] = [
  'PROXY_UNREACHABLE',
  'PROXY_REFUSED',
  'PROXY_SILENT',
];

/**
 * The proxy is the reason why there is no connection. The message names the proxy, and never its user name or password.
 */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  readonly code: ProxyErrorCode;
  /** The status of the proxy's answer. */
  readonly status: number | undefined;

  constructor(code: ProxyErrorCode, message: string, status?: number) {
    super(message);
    this.code = code;
    this.status = status;
  }
}
