import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '../domain/loopback.ts';

/** Who asks for the metrics. */
export interface Caller {
  /** The other end of the connection; undefined once that is closed. */
  readonly address: string | undefined;
  /** In lower case, as Node has them. */
  readonly headers: IncomingHttpHeaders;
}

/** What proxies leave in a request: it came from elsewhere then, though the connection is this machine's own. */
const tracesOfProxies = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'];

/** True for a program on this machine itself, and for whoever knows `token`; without one, for nobody else. */
export function mayReadMetrics({ address, headers }: Caller, token: string | undefined): boolean {
  const isHere = isLoopback((address ?? '').replace(/^::ffff:/i, ''));
  if (isHere && tracesOfProxies.every(name => headers[name] === undefined)) return true;
  const [, said] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  return token !== undefined && said !== undefined && isSame(said, token);
}

/** In the same time wherever they differ; their digests are as long as each other. */
function isSame(said: string, token: string): boolean {
  const [a, b] = [said, token].map(text => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
