import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Handle = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** A server on loopback that a test fills with its own behaviour. Records its requests. */
export async function listen(handle: Handle) {
  const asked: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];
  let connections = 0;
  let closedConnections = 0;
  let onClosed = () => {};
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', chunk => {
      body += chunk;
    });
    request.on('end', () => {
      asked.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      handle(request, response, body);
    });
  });
  server.on('connection', socket => {
    connections++;
    socket.on('close', () => {
      closedConnections++;
      onClosed();
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    connections: () => connections,
    closedConnections: () => closedConnections,
    /** Resolves when `count` connections have been closed, by whichever side. */
    untilClosed: (count: number) =>
      new Promise<void>(resolve => {
        onClosed = () => {
          if (closedConnections >= count) resolve();
        };
        onClosed();
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
