import { createServer } from 'node:http';
import { pathAt, serviceUrlOf } from './service-url.ts';

/** A message as it came over HTTP, taken or not. */
export interface Came {
  /** POST for a new message, PUT for an edit. */
  readonly method: string;
  /** Decoded. */
  readonly path: string;
  readonly conversation: string;
  readonly text: string;
}

/** Teams' side over real HTTP: `answer` returns the status, and may take its time. */
export interface ChannelEnd {
  readonly serviceUrl: string;
  /** What was answered with a status below 300. */
  readonly taken: Came[];
  close(): Promise<void>;
}

export interface EndAnswer {
  readonly status: number;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function openChannelEnd(answer: (came: Came) => Promise<EndAnswer>): Promise<ChannelEnd> {
  const taken: Came[] = [];
  let ids = 0;
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const path = pathAt(req.url);
    const conversation = /conversations\/([^/]+)\//.exec(path)?.[1] ?? '';
    const came = { method: req.method ?? '', path, conversation, text: Buffer.concat(chunks).toString() };
    const { status, body, headers } = await answer(came);
    if (status < 300) taken.push(came);
    res.writeHead(status, { 'content-type': 'application/json', ...headers });
    res.end(JSON.stringify(body ?? { id: `m${++ids}` }));
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    serviceUrl: serviceUrlOf(server),
    taken,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
