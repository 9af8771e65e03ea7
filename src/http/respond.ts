import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { HttpLimits } from './limits.ts';

export interface OutgoingResponse {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly text?: string;
}

/** A response in JSON; without `body` it is empty. */
export function jsonResponse(
  status: number,
  body?: unknown,
  headers: OutgoingHttpHeaders = {},
): OutgoingResponse {
  if (body === undefined) return { status, headers };
  return { status, headers: { 'content-type': 'application/json', ...headers }, text: JSON.stringify(body) };
}

export type Respond = (
  req: IncomingMessage,
  res: ServerResponse,
  response: OutgoingResponse,
  onEnd: () => void,
) => void;

/**
 * Returns a function that sends responses. If a request's body hasn't come whole by then, the connection ends with its response: the
 * rest isn't read as the next request. `onEnd` is called once the response is handed over.
 */
export function createRespond(limits: Pick<HttpLimits, 'lingerMs' | 'lingerBytes' | 'lingering'>): Respond {
  const linger = createLinger(limits);
  return (req, res, { status, headers, text = '' }, onEnd) => {
    if (res.destroyed) {
      onEnd();
      return;
    }
    const isLast = isBodyPending(req);
    res.writeHead(status, {
      ...headers,
      'content-length': Buffer.byteLength(text),
      ...(isLast && { connection: 'close' }),
    });
    const end = () => {
      if (!res.destroyed) res.end();
      onEnd();
    };
    if (text !== '') res.write(text);
    else res.flushHeaders();
    if (isLast) linger(req, end);
    else end();
  };
}

function isBodyPending({ complete, headers }: IncomingMessage): boolean {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  return hasBody && !complete;
}

/**
 * Returns a function that calls `end` once the rest of a body has come, or after a moment, or if too many wait so. If a connection is
 * closed with unread data, the kernel resets it, and the response may be lost on its way. A short rest is thrown away; a long
 * one isn't read, since that costs the time of others.
 */
function createLinger({
  lingerMs,
  lingerBytes,
  lingering,
}: Parameters<typeof createRespond>[0]): (req: IncomingMessage, end: () => void) => void {
  /** The oldest first. */
  const waiting = new Set<() => void>();
  return (req, end) => {
    let left = lingerBytes;
    const timer = setTimeout(finish, lingerMs);
    function finish(): void {
      clearTimeout(timer);
      waiting.delete(finish);
      req.pause().off('data', drop).off('end', finish).off('close', finish);
      end();
    }
    function drop(chunk: Buffer): void {
      left -= chunk.length;
      if (left < 0) req.off('data', drop).pause();
    }
    waiting.add(finish);
    req.on('data', drop).once('end', finish).once('close', finish).resume();
    const [oldest] = waiting;
    if (waiting.size > lingering) oldest?.();
  };
}
