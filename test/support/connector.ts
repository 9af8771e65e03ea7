import { createServer } from 'node:http';
import { pathAt, serviceUrlOf } from './service-url.ts';

interface SentActivity {
  readonly method: string;
  readonly path: string;
  readonly activity: Record<string, unknown> & { readonly type: string };
}

export interface Connector {
  readonly serviceUrl: string;
  /** What it took. */
  readonly sent: SentActivity[];
  /** The roster entries it was asked for, by their paths. */
  readonly rosterAsked: string[];
  /** How often it was sent anything, refused or not. */
  tries(): number;
  /** The Authorization header of each of those; undefined if there was none. */
  readonly authorizations: readonly (string | undefined)[];
  close(): Promise<void>;
}

/** An entry, or what is answered in its place. */
export type RosterAnswer = object | number | 'silent' | { readonly refused: number; readonly code: string };

/** Teams' answer about a user who isn't in the conversation. */
export const memberNotFound = { refused: 404, code: 'MemberNotFoundInConversation' } as const;

/**
 * The channel's side of the Bot Framework protocol, on loopback: accepts and records what the bot sends. `told` returns
 * the response to the nth accepted message. `member` returns a user's entry in a roster, a status that refuses
 * it, perhaps with Teams' own code, or never anything.
 */
export async function openConnector(
  answer: () => number = () => 201,
  told: (taken: number) => object = taken => ({ id: `sent-${taken}` }),
  member: (personId: string) => RosterAnswer | Promise<RosterAnswer> = () => 404,
): Promise<Connector> {
  const sent: SentActivity[] = [];
  const rosterAsked: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const path = pathAt(req.url);
    if (req.method === 'GET') {
      rosterAsked.push(path);
      const told = await member(path.split('/members/')[1] ?? '');
      if (told === 'silent') return;
      const entry = typeof told === 'number' ? { refused: told, code: 'Unknown' } : told;
      const isRefused = 'refused' in entry;
      res.writeHead(isRefused ? Number(entry.refused) : 200, { 'content-type': 'application/json' });
      res.end(JSON.stringify(isRefused ? { error: { code: 'code' in entry && entry.code } } : entry));
      return;
    }
    authorizations.push(req.headers.authorization);
    const status = answer();
    if (status < 300) {
      const activity = JSON.parse(Buffer.concat(chunks).toString());
      sent.push({ method: req.method ?? '', path, activity });
    }
    res.writeHead(status, { 'content-type': 'application/json' });
    res.end(JSON.stringify(told(sent.length)));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    serviceUrl: serviceUrlOf(server),
    sent,
    rosterAsked,
    tries: () => authorizations.length,
    authorizations,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
