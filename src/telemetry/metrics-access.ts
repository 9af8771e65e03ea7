import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { cameThroughProxy, isLoopback } from '../domain/loopback.ts';

/** Who asks for the metrics. */
export interface Caller {
  /** The other end of the connection; undefined once that is closed. */
  readonly address: string | undefined;
  /** In lower case, as Node has them. */
  readonly headers: IncomingHttpHeaders;
}

/** What opens the metrics and the reasons of `/readyz`. */
export interface MetricsAccess {
  /** Undefined: no token opens them. */
  readonly token: string | undefined;
  /**
   * Only in local mode: a program on this machine reads them without the token. With an identity there may be a proxy or a
   * sidecar in front that leaves no trace, so that each stranger's connection would come from this machine.
   */
  readonly trustsThisMachine: boolean;
}

/** True if the caller may read the metrics. */
export function mayReadMetrics(
  { address, headers }: Caller,
  { token, trustsThisMachine }: MetricsAccess,
): boolean {
  const isHere = isLoopback((address ?? '').replace(/^::ffff:/i, ''));
  if (trustsThisMachine && isHere && !cameThroughProxy(headers)) return true;
  const [, said] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  return token !== undefined && said !== undefined && isSame(said, token);
}

/** In the same time wherever they differ; their digests are as long as each other. */
function isSame(said: string, token: string): boolean {
  const [a, b] = [said, token].map(text => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
