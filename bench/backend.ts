/** Everything behind the bots, in one process: the simulated AvePoint, and the channel that receives their answers. */
import diagnostics from 'node:diagnostics_channel';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSimulator } from '../simulator/simulator.ts';
import { runAsChild } from './child.ts';

export interface BackendSettings {
  /** Milliseconds that the simulator's clock is ahead of the machine's. */
  readonly clockOffsetMs: number;
}

export interface BackendReady {
  readonly simulatorUrl: string;
  readonly serviceUrl: string;
}

/** The time from receiving a request until its answer was sent, by this process's own clock. */
export interface Stay {
  /** Path and query. */
  readonly url: string;
  readonly from: number;
  readonly to: number;
}

export interface BackendReport {
  /** Activities that the bots have sent so far, and their bytes. */
  readonly activities: number;
  readonly bytes: number;
  /** The latest of them, as JSON. */
  readonly latest: string;
  /** The latest requests, if the report is about `stays`. */
  readonly stays: readonly Stay[];
}

let activities = 0;
let bytes = 0;
let latest = Buffer.from('');

/** The channel's side of the Bot Framework protocol: it counts, and answers every activity in the same way. */
const connector = createServer((req, res) => {
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => chunks.push(chunk));
  req.on('end', () => {
    latest = Buffer.concat(chunks);
    activities += 1;
    bytes += latest.length;
    res.writeHead(201, { 'content-type': 'application/json' });
    res.end('{"id":"sent"}');
  });
});

const keptStays = 20_000;
let stays: Stay[] = [];
const began = new WeakMap<IncomingMessage, number>();
diagnostics.subscribe('http.server.request.start', message => {
  began.set((message as { request: IncomingMessage }).request, performance.now());
});
diagnostics.subscribe('http.server.response.finish', message => {
  const { request } = message as { request: IncomingMessage };
  const to = performance.now();
  stays.push({ url: request.url ?? '', from: began.get(request) ?? to, to });
  if (stays.length > 2 * keptStays) stays = stays.slice(-keptStays);
});

runAsChild<BackendSettings, BackendReady, BackendReport>({
  async start({ clockOffsetMs }) {
    const simulator = createSimulator({ now: () => Date.now() + clockOffsetMs });
    const { url } = await simulator.listen(0);
    await new Promise<void>(resolve => connector.listen(0, '127.0.0.1', resolve));
    const { port } = connector.address() as AddressInfo;
    return { simulatorUrl: url, serviceUrl: `http://127.0.0.1:${port}/_connector` };
  },
  report: about => ({
    activities,
    bytes,
    latest: latest.toString(),
    stays: about === 'stays' ? stays.slice(-keptStays) : [],
  }),
});
