import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** One connection, over which bytes are sent as they are. */
export interface RawClient {
  readonly socket: Socket;
  send(text: string): void;
  /** All that came so far. */
  text(): string;
  /** Resolves with all that came, once it matches or the connection is closed. */
  until(words: RegExp): Promise<string>;
  /** Resolves with all that came, once the server has closed the connection. */
  closed(): Promise<string>;
}

export async function openRawClient(port: number): Promise<RawClient> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  let isClosed = false;
  socket.on('error', () => {});
  socket.on('data', chunk => {
    text += chunk;
  });
  socket.on('close', () => {
    isClosed = true;
  });
  await once(socket, 'connect');
  const next = () =>
    new Promise<void>(resolve => {
      const done = () => {
        socket.off('data', done).off('close', done);
        resolve();
      };
      socket.on('data', done).on('close', done);
    });
  return {
    socket,
    send: bytes => void socket.write(bytes),
    text: () => text,
    async until(words) {
      while (!words.test(text) && !isClosed) await next();
      return text;
    },
    async closed() {
      while (!isClosed) await next();
      return text;
    },
  };
}

/** The head of a POST to `/api/messages`, with these headers beside the usual ones. */
export function messageHead(headers: Readonly<Record<string, string | number>>): string {
  const all = { Host: 'localhost', 'Content-Type': 'application/json', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST /api/messages HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** A piece of a body in chunks. */
export function chunkOf(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
}
