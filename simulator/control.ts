import { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { Answer } from './answers.ts';
import type { Simulator } from './api.ts';
import type { IncidentInput } from './incidents.ts';
import type { PlantedInput } from './planted.ts';
import type { SwitchesPatch } from './switches.ts';
import type { TroubleInput } from './trouble.ts';

const certificateSchema = z.strictObject({ pem: z.string().refine(isCertificate) });

type Deed = (body: unknown) => unknown;

/**
 * Switches and trouble over HTTP, from this machine only: GET shows, POST adds or changes, DELETE clears.
 * Bodies are JSON: one item, or a list if several can be added.
 */
export function createControl(simulator: Simulator) {
  const each = (body: unknown, add: (item: unknown) => unknown) =>
    (Array.isArray(body) ? body : [body]).map(add);
  const deeds: Readonly<Record<string, Deed>> = {
    'GET /_switches': () => simulator.switches(),
    'POST /_switches': body => simulator.setSwitches(body as SwitchesPatch),
    'GET /_trouble': () => simulator.troubles(),
    'POST /_trouble': body => each(body, item => simulator.addTrouble(item as TroubleInput)),
    'DELETE /_trouble': () => simulator.clearTroubles(),
    'GET /_incidents': () => simulator.incidents(),
    'POST /_incidents': body => each(body, item => simulator.addIncident(item as IncidentInput)),
    'DELETE /_incidents': () => simulator.clearIncidents(),
    'POST /_jobs': body => each(body, item => simulator.plant(item as PlantedInput)[0]?.id),
    'DELETE /_jobs': () => simulator.uproot(),
    'POST /_certificates': body => simulator.registerCertificate(certificateSchema.parse(body).pem),
    'DELETE /_tokens': () => simulator.revokeTokens(),
    'GET /_requests': () => simulator.requests(),
    'DELETE /_requests': () => simulator.clearRequests(),
  };

  return (request: IncomingMessage, path: string, body: string): Answer => {
    if (!isLoopback(request.socket.remoteAddress)) return answer(403, { error: 'from this machine only' });
    const deed = deeds[`${request.method} ${path}`];
    if (deed === undefined) return answer(404, { error: 'nothing here', there: Object.keys(deeds) });
    try {
      if (request.method !== 'POST') return answer(200, deed(undefined));
      // Asked for by name, so that a page in a browser cannot post here unseen.
      if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
        return answer(415, { error: 'content-type must be application/json' });
      }
      return answer(200, deed(JSON.parse(body)));
    } catch (error) {
      if (error instanceof z.ZodError) return answer(400, { error: z.prettifyError(error) });
      if (error instanceof SyntaxError) return answer(400, { error: 'the body is not JSON' });
      throw error;
    }
  };
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem) !== undefined;
  } catch {
    return false;
  }
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && (/^(::ffff:)?127\./.test(address) || address === '::1');
}

function answer(status: number, body: unknown): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: `${JSON.stringify(body ?? {}, null, 2)}\n`,
  };
}
