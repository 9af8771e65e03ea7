import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, createAnswers } from './answers.ts';
import type { Simulator, SimulatorOptions } from './api.ts';
import { createBook } from './book.ts';
import { createControl } from './control.ts';
import { malformedBody } from './malformed.ts';
import { createRequestLog } from './request-log.ts';
import { switchesPatchSchema, switchesSchema } from './switches.ts';
import { createTokens, jobsScope, settingsScope } from './tokens.ts';
import { createTroubles, type Endpoint, type Trouble } from './trouble.ts';

export type { Simulator, SimulatorOptions };

const defaultSeed = 2024;
const maxBodyLength = 1_000_000;

export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const sleep = options.sleep ?? (ms => new Promise<void>(resolve => setTimeout(resolve, ms).unref()));
  let switches = switchesSchema.parse(options.switches ?? {});
  const clock = options.now ?? Date.now;
  // AvePoint's clock: all that the simulator does goes by it.
  const now = () => clock() + switches.serverClockSeconds * 1000;
  const book = createBook({
    seed: options.seed ?? defaultSeed,
    history: options.history ?? true,
    listingDelayMs: () => switches.listingDelaySeconds * 1000,
  });
  const answers = createAnswers(book, () => switches);
  const tokens = createTokens(() => switches);
  const troubles = createTroubles({ random: options.random ?? Math.random, now });
  const log = createRequestLog();

  const simulator: Simulator = {
    switches: () => switches,
    setSwitches(patch) {
      const given = Object.entries(switchesPatchSchema.parse(patch)).filter(
        ([, value]) => value !== undefined,
      );
      switches = { ...switches, ...Object.fromEntries(given) };
      return switches;
    },
    addTrouble: troubles.add,
    troubles: troubles.list,
    clearTroubles: troubles.clear,
    addIncident: incident => book.addIncident(incident, now()),
    incidents: book.incidents,
    clearIncidents: book.clearIncidents,
    plant: (...jobs) => book.plant(jobs),
    uproot: book.uproot,
    registerCertificate: tokens.registerCertificate,
    revokeTokens: tokens.revokeAll,
    requests: log.list,
    clearRequests: log.clear,
    listen,
  };
  const control = createControl(simulator);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
    const path = url.pathname.toLowerCase().replace(/(?<=.)\/$/, '');
    const body = request.method === 'GET' ? '' : await readBody(request);
    if (path.startsWith('/_')) {
      send(response, control(request, path, body));
      return;
    }
    const at = now();
    response.setHeader('date', new Date(at + switches.clockSkewSeconds * 1000).toUTCString());
    const endpoint = endpointOf(path);
    const scope = endpoint === 'schedule' ? settingsScope : jobsScope;
    const standing = tokens.standing(request.headers.authorization, scope, at);
    const recorded = log.add({
      at,
      method: request.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      authorised: standing === 'ok',
    });
    const { latencyMs, trouble } = troubles.take({ endpoint: endpoint ?? 'jobs', params: url.searchParams });
    if (latencyMs > 0) await sleep(latencyMs);
    const answer = () => (endpoint === undefined ? notFound() : sound(endpoint, url, path));
    const sent = trouble === undefined ? answer() : troubled(response, trouble, answer);
    recorded.status = sent?.status;
    if (sent !== undefined) send(response, sent);

    function notFound(): Answer {
      return answers.error(404, 'There is nothing at this address.', [], at);
    }

    function sound(asked: Endpoint, address: URL, lowerPath: string): Answer {
      if (request.method !== (asked === 'token' ? 'POST' : 'GET')) {
        return answers.error(405, 'This method is not allowed here.', [], at);
      }
      if (asked === 'token') {
        const form = /^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '');
        return tokens.grant(new URLSearchParams(form ? body : ''), address.origin + address.pathname, at);
      }
      const seed = lowerPath === seedPath;
      const shape = seed ? 'cloudbackup-jobs' : 'cloudbackupjobs';
      if (switches.shapes !== 'both' && switches.shapes !== shape) return notFound();
      if (standing === 'none') {
        const refused = answers.error(401, 'The access token is missing or not valid.', [], at);
        return { ...refused, headers: { ...refused.headers, 'www-authenticate': 'Bearer' } };
      }
      if (standing === 'lacking') return answers.error(403, 'The app lacks the permission for this.', [], at);
      if (asked === 'schedule') return answers.schedule(address, now());
      if (asked === 'jobs') return answers.page(shape, address, now());
      return answers.job(decode(address.pathname.slice(currentPath.length + 1)), address, now());
    }
  }

  /** Does the trouble; what it returns is still to be sent. */
  function troubled(response: ServerResponse, trouble: Trouble, answer: () => Answer): Answer | undefined {
    switch (trouble.kind) {
      case 'status': {
        const refused = answers.error(trouble.status, 'The request could not be served.', [], now());
        const { retryAfter } = trouble;
        if (retryAfter === undefined) return refused;
        return { ...refused, headers: { ...refused.headers, 'retry-after': String(retryAfter) } };
      }
      case 'drop':
        if (trouble.when === 'before') response.socket?.resetAndDestroy();
        else sendHalf(response, answer(), () => response.socket?.destroy());
        return undefined;
      case 'stall':
        if (trouble.after === 'headers') sendHead(response, answer());
        if (trouble.after === 'half') sendHalf(response, answer());
        return undefined;
      case 'malformed': {
        const { status, headers, body } = answer();
        const { contentType, text } = malformedBody(trouble.body, body);
        return { status, headers: { ...headers, 'content-type': contentType }, body: text };
      }
      case 'latency':
        return answer();
    }
  }

  function listen(port: number, host = '127.0.0.1'): Promise<{ url: string; close(): Promise<void> }> {
    const server = createServer((request, response) => {
      handle(request, response).catch(() => {
        // A request that breaks off, or cannot be read, affects no other.
        if (response.headersSent) response.destroy();
        else send(response, answers.error(400, 'The request could not be read.', [], now()));
      });
    });
    // Longer than any client keeps an idle connection: the simulator is never the one that closes first.
    server.keepAliveTimeout = 120_000;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.removeListener('error', reject);
        const address = server.address() as AddressInfo;
        resolve({
          url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
          close: () =>
            new Promise(closed => {
              server.close(() => closed());
              server.closeAllConnections();
            }),
        });
      });
    });
  }

  return simulator;
}

const seedPath = '/cloudbackup/jobs';
const currentPath = '/backup/m365/cloudbackupjobs';
const schedulePath = '/backup/m365/settings/backup/frequency';

function endpointOf(path: string): Endpoint | undefined {
  if (path === '/connect/token') return 'token';
  if (path === seedPath || path === currentPath) return 'jobs';
  if (path === schedulePath) return 'schedule';
  return path.startsWith(`${currentPath}/`) ? 'job' : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBodyLength) throw new RangeError('the body is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function sendHead(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.flushHeaders();
}

function sendHalf(response: ServerResponse, answer: Answer, then?: () => void): void {
  sendHead(response, answer);
  const bytes = Buffer.from(answer.body);
  response.write(bytes.subarray(0, bytes.length >> 1), then);
}

function send(response: ServerResponse, answer: Answer): void {
  const { status, headers, body } = answer;
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
