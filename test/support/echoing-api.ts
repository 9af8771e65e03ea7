import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSimulator } from '../../simulator/simulator.ts';

/** How a request is answered, in place of the simulator. */
export interface Echo {
  readonly at: 'token' | 'jobs';
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** What stands beside the echo in the body. */
  readonly body?: object;
}

/** The simulator, behind a proxy that may repeat to the client in its answers whatever secret it was sent. */
export interface EchoingApi {
  readonly url: string;
  readonly simulator: ReturnType<typeof createSimulator>;
  /** All tokens that were given. */
  readonly tokens: ReadonlySet<string>;
  /** From here on; undefined: the simulator answers. */
  echo(echo: Echo | undefined): void;
  /** How many answers were echoes. */
  echoes(): number;
  close(): Promise<void>;
}

export async function openEchoingApi(): Promise<EchoingApi> {
  const simulator = createSimulator({ history: false });
  const behind = await simulator.listen(0);
  const tokens = new Set<string>();
  let current: Echo | undefined;
  let echoes = 0;

  const server = createServer(async (req, res) => {
    const body = await textOf(req);
    const at = req.url?.startsWith('/connect/token') ? 'token' : 'jobs';
    if (current?.at === at) {
      echoes += 1;
      const said = `You sent ${req.headers.authorization} and ${body}.`;
      const errors = [{ code: said, field: said, message: said }];
      res.writeHead(current.status, {
        'content-type': 'application/json',
        'x-said': said,
        ...current.headers,
      });
      const echo = { message: said, error_description: said, errors, jobs: said, data: said };
      res.end(JSON.stringify({ ...echo, ...current.body }));
      return;
    }
    const { authorization, 'content-type': contentType } = req.headers;
    const answer = await fetch(`${behind.url}${req.url}`, {
      method: req.method ?? 'GET',
      headers: {
        ...(authorization && { authorization }),
        ...(contentType && { 'content-type': contentType }),
      },
      ...(body && { body }),
    });
    const text = await answer.text();
    const [, token] = /"access_token":"([^"]+)"/.exec(text) ?? [];
    if (token) tokens.add(token);
    res.writeHead(answer.status, { 'content-type': 'application/json' });
    res.end(text);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    simulator,
    tokens,
    echo: echo => {
      current = echo;
    },
    echoes: () => echoes,
    async close() {
      await new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await behind.close();
    },
  };
}

async function textOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
