import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';
import type { WebProxy } from '../domain/proxy.ts';
import { ProxyError } from '../domain/proxy-error.ts';

/**
 * Asks the proxy for a connection to the host of `target`, an https address (HTTP CONNECT), with the user name and password of its
 * address. Resolves with the socket, on which TLS to the target begins. Ends within `limitMs`.
 *
 * @throws ProxyError
 */
export function openTunnel(proxy: WebProxy, target: URL, limitMs: number): Promise<Socket> {
  const { protocol, hostname, port: proxyPort, username, password } = new URL(proxy.url);
  const isTls = protocol === 'https:';
  const authority = `${target.hostname}:${target.port || 443}`;
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return new Promise((resolve, reject) => {
    const request = (isTls ? requestHttps : requestHttp)({
      method: 'CONNECT',
      host: hostname.replace(/^\[(.+)\]$/, '$1'),
      port: proxyPort || (isTls ? 443 : 80),
      path: authority,
      headers: {
        host: authority,
        ...(username !== '' && {
          'proxy-authorization': `Basic ${Buffer.from(user).toString('base64')}`,
        }),
      },
      agent: false,
    });
    const fail = (error: ProxyError) => {
      clearTimeout(timer);
      request.destroy();
      reject(error);
    };
    const timer = setTimeout(
      () => fail(new ProxyError('PROXY_SILENT', `the proxy ${proxy.name} does not answer`)),
      limitMs,
    );
    request.once('connect', ({ statusCode = 0 }, socket: Socket, head: Buffer) => {
      if (statusCode !== 200) {
        fail(refusedBy(proxy, statusCode));
        return;
      }
      clearTimeout(timer);
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    // The socket's next owner handles later errors.
    request.on('error', ({ code = 'no code' }: NodeJS.ErrnoException) =>
      fail(new ProxyError('PROXY_UNREACHABLE', `the proxy ${proxy.name} cannot be reached (${code})`)),
    );
    request.end();
  });
}

function refusedBy({ name, setting }: WebProxy, status: number): ProxyError {
  const message =
    status === 407
      ? `the proxy ${name} wants another user name and password than those in ${setting} (HTTP 407)`
      : `the proxy ${name} does not connect to it (HTTP ${status})`;
  return new ProxyError('PROXY_REFUSED', message, status);
}
