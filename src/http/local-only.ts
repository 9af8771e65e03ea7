import type { IncomingHttpHeaders } from 'node:http';
import { cameThroughProxy, isLoopback } from '../domain/loopback.ts';
import type { RequestRefusal } from './refusal.ts';

/**
 * Rejects what a web page in a browser on this machine could send, from its own address or from one that its name server points
 * here. Returns undefined for requests of programs, and of this bot's own address.
 */
export function localRefusal({
  host = '',
  origin,
  'sec-fetch-site': site,
}: IncomingHttpHeaders): RequestRefusal | undefined {
  const [, name = ''] = /^([a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?$/i.exec(host) ?? [];
  if (!isLoopback(name.toLowerCase())) return foreignHost;
  const isOwnOrigin = origin === undefined || origin.toLowerCase() === `http://${host.toLowerCase()}`;
  const isOwnSite = site === undefined || site === 'none' || site === 'same-origin';
  return isOwnOrigin && isOwnSite ? undefined : foreignPage;
}

/** Rejects a message that came through a proxy or a tunnel, whose other end may be anywhere. Undefined if it didn't. */
export function proxiedRefusal(headers: IncomingHttpHeaders): RequestRefusal | undefined {
  return cameThroughProxy(headers) ? proxied : undefined;
}

const foreignHost: RequestRefusal = {
  status: 421,
  reason: 'local',
  error:
    'Without a bot identity only requests to this machine itself are answered: use localhost or 127.0.0.1, or set BOT_ID.',
};

const foreignPage: RequestRefusal = {
  status: 403,
  reason: 'local',
  error: 'Without a bot identity no requests of web pages are answered.',
};

const proxied: RequestRefusal = {
  status: 403,
  reason: 'local',
  error:
    'Without a bot identity only messages from this machine itself are answered, and this one came through a proxy: set BOT_ID.',
};
