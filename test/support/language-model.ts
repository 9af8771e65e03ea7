import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { noProxy } from '../../src/domain/proxy.ts';
import { createAgent, createFetch } from '../../src/network/agent.ts';

/** What arrived at the stand-in. */
interface ModelRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: the body as it came.
  readonly body: any;
}

/** A stand-in for a service that is compatible with OpenAI's. */
export interface ModelServer {
  readonly url: string;
  /** As the product asks services outside. */
  readonly fetch: typeof fetch;
  readonly requests: readonly ModelRequest[];
  /** What it answers from now on: the content of its message, a status, or nothing at all. */
  answer(next: { readonly content: string | null } | { readonly status: number } | 'silence'): void;
  close(): Promise<void>;
}

/** Speaks the protocol of chat completions on loopback, and says whatever a test wants, true or not. */
export async function openModelServer(): Promise<ModelServer> {
  const requests: ModelRequest[] = [];
  let next: Parameters<ModelServer['answer']>[0] = { content: '{"sentences":[]}' };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', chunk => (body += chunk));
    request.on('end', () => {
      requests.push({ url: request.url ?? '', headers: request.headers, body: JSON.parse(body) });
      const given = next;
      if (given === 'silence') return;
      response.writeHead('status' in given ? given.status : 200, { 'content-type': 'application/json' });
      const choice = { index: 0, finish_reason: 'stop', message: { role: 'assistant', ...given } };
      const completion = { id: 'c-1', object: 'chat.completion', created: 1, model: 'm', choices: [choice] };
      response.end(JSON.stringify('status' in given ? { error: { message: 'no', code: 'x' } } : completion));
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  const agent = createAgent({ proxies: noProxy, connectTimeoutMs: 60_000 });
  return {
    url: `http://127.0.0.1:${port}`,
    fetch: createFetch(agent),
    requests,
    answer: given => {
      next = given;
    },
    async close() {
      await agent.destroy();
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}
