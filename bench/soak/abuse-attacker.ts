/**
 * Everything hostile that `abuse.ts` does to the bot, in a process of its own, so that it doesn't slow down the
 * measurement.
 */
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Dispatcher, Pool } from 'undici';
import { messageActivity, pressActivity } from '../../test/support/activities.ts';
import { runAsChild } from '../child.ts';

export interface AttackerSettings {
  readonly url: string;
  /** With the claims of a valid token, and a key that isn't Teams'. */
  readonly forgedClaims: string;
  /** The Authorization header of a valid request. */
  readonly valid: string;
  readonly serviceUrl: string;
  readonly conversation: object;
  readonly guest: object;
  readonly member: object;
  /** The buttons that open live lists, none like another. */
  readonly lists: readonly { readonly verb: string; readonly data: unknown }[];
}

/** How many connections or requests there were, and how they were answered, by status. */
export interface AttackReport {
  readonly attempts: number;
  readonly answers: Readonly<Record<string, number>>;
}

type Attack = (settings: AttackerSettings, count: (answer: string) => void) => Promise<void>;

const attackMs = 10_000;
const kb = 1024;
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function forged({ forgedClaims }: AttackerSettings): string {
  return `Bearer ${part({ alg: 'RS256', typ: 'JWT', kid: randomUUID() })}.${forgedClaims}.${'A'.repeat(342)}`;
}

const attacks: Readonly<Record<string, Attack>> = {
  async 'slow bodies'(settings, count) {
    const sockets: Socket[] = [];
    for (let opened = 0; opened < 1_500; opened += 1) {
      const authorization = [undefined, forged(settings), settings.valid, settings.valid][opened % 4];
      sockets.push(await opening(settings, headOf({ authorization, length: 200_000 }), count));
    }
    const endsAt = performance.now() + attackMs;
    while (performance.now() < endsAt) {
      for (const socket of sockets) if (socket.writable) socket.write('x');
      await sleep(1_000);
    }
    for (const socket of sockets) socket.destroy();
  },
  async 'bodies of 950 KB'(settings, count) {
    const body = 'x'.repeat(950 * kb);
    const one = async (turn: number) => {
      const authorization = turn % 2 === 0 ? forged(settings) : settings.valid;
      const isChunked = turn % 4 < 2;
      const length = isChunked ? undefined : body.length;
      const socket = await opening(settings, headOf({ authorization, length }), count);
      socket.write(isChunked ? chunk(body) : body);
      await closed(socket);
    };
    for (let wave = 0; wave < 3; wave += 1) {
      await Promise.all(Array.from({ length: 300 }, (_, turn) => one(turn)));
      await sleep(attackMs / 3);
    }
  },
  async 'endless bodies'(settings, count) {
    const piece = chunk('x'.repeat(64 * kb));
    await repeat(5, async turn => {
      const authorization = turn % 2 === 0 ? forged(settings) : settings.valid;
      const socket = await opening(settings, headOf({ authorization, length: undefined }), count);
      const pump = () => {
        while (socket.writable && socket.write(piece));
      };
      socket.on('drain', pump);
      pump();
      await closed(socket);
    });
  },
  async 'forged tokens'(settings, count) {
    await posting(settings, 50, count, () => ({ authorization: forged(settings), body: help(settings) }));
  },
  async 'forged tokens, the key host silent'(settings, count) {
    await posting(settings, 50, count, () => ({ authorization: forged(settings), body: help(settings) }));
  },
  async 'deep JSON'(settings, count) {
    const bodies = deepBodies(settings);
    await posting(settings, 16, count, turn => ({
      authorization: turn % 2 === 0 ? settings.valid : forged(settings),
      body: bodies[turn % bodies.length] ?? '',
    }));
  },
  async '600 refused sentences'(settings, count) {
    const pool = new Pool(settings.url, { connections: 20 });
    await Promise.all(
      Array.from({ length: 600 }, async () => {
        const activity = messageActivity(settings.serviceUrl, 'failed backups today', {
          from: settings.guest,
          conversation: settings.conversation,
        });
        count(await post(pool, settings.valid, JSON.stringify(activity)));
      }),
    );
    await pool.destroy();
  },
  async 'eight live lists of one person'(settings, count) {
    await posting(settings, 8, count, turn => {
      const { verb, data } = settings.lists[turn % settings.lists.length] ?? { verb: '', data: {} };
      const activity = pressActivity(settings.serviceUrl, verb, data, {
        from: settings.member,
        conversation: settings.conversation,
      });
      return { authorization: settings.valid, body: JSON.stringify(activity) };
    });
  },
};

function deepBodies(settings: AttackerSettings): readonly string[] {
  const half = 120 * kb;
  const parts = [
    '['.repeat(half) + ']'.repeat(half),
    `[${'[],'.repeat(70_000)}0]`,
    `${'{"a":'.repeat(40_000)}0${'}'.repeat(40_000)}`,
    `[${'0,'.repeat(90_000)}0]`,
  ];
  return parts.flatMap(json => [
    messageOf(settings, 'help', { channelData: { x: 'HERE' } }).replace('"HERE"', json),
    JSON.stringify(
      pressActivity(
        settings.serviceUrl,
        'watch.end',
        { v: 1, x: 'HERE' },
        { conversation: settings.conversation },
      ),
    ).replace('"HERE"', json),
  ]);
}

const help = (settings: AttackerSettings) => messageOf(settings, 'help', {});

function messageOf(
  { serviceUrl, conversation, member }: AttackerSettings,
  text: string,
  more: object,
): string {
  return JSON.stringify(messageActivity(serviceUrl, text, { conversation, from: member, ...more }));
}

/** Posts over and over, so many at a time. */
async function posting(
  { url }: AttackerSettings,
  atOnce: number,
  count: (answer: string) => void,
  requestOf: (turn: number) => { readonly authorization: string; readonly body: string },
): Promise<void> {
  const pool = new Pool(url, { connections: atOnce });
  await repeat(atOnce, async turn => {
    const { authorization, body } = requestOf(turn);
    count(await post(pool, authorization, body));
  });
  await pool.destroy();
}

async function post(pool: Dispatcher, authorization: string, body: string): Promise<string> {
  const headers = { 'content-type': 'application/json', authorization };
  try {
    const response = await pool.request({ method: 'POST', path: '/api/messages', origin: '', headers, body });
    await response.body.dump();
    return String(response.statusCode);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'failed';
  }
}

/** Runs `work` so many times beside itself, again and again until the attack is over. */
async function repeat(atOnce: number, work: (turn: number) => Promise<unknown>): Promise<void> {
  const endsAt = performance.now() + attackMs;
  let turns = 0;
  const one = async () => {
    while (performance.now() < endsAt) await work(turns++);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

function headOf({
  authorization,
  length,
}: {
  readonly authorization: string | undefined;
  /** Undefined: in chunks. */
  readonly length: number | undefined;
}): string {
  const body = length === undefined ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`;
  const token = authorization === undefined ? '' : `Authorization: ${authorization}\r\n`;
  return `POST /api/messages HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\n${token}${body}\r\n\r\n`;
}

const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

/** A connection over which `head` was sent; counts the status that it is answered with. */
async function opening(
  { url }: AttackerSettings,
  head: string,
  count: (answer: string) => void,
): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let status: string | undefined;
  socket.once('data', data => {
    status = /^HTTP\/1\.1 (\d+)/.exec(String(data))?.[1];
  });
  socket.on('data', () => {});
  socket.on('error', () => {});
  socket.once('close', () => count(status ?? 'ended'));
  await new Promise<void>(resolve => socket.once('connect', resolve).once('close', () => resolve()));
  socket.write(head);
  return socket;
}

async function closed(socket: Socket): Promise<void> {
  if (!socket.destroyed) await new Promise<void>(resolve => socket.once('close', () => resolve()));
}

let settings: AttackerSettings | undefined;

runAsChild<AttackerSettings, readonly string[], AttackReport>({
  async start(given) {
    settings = given;
    return Object.keys(attacks);
  },
  async report(name = '') {
    const answers: Record<string, number> = {};
    const count = (answer: string) => {
      answers[answer] = (answers[answer] ?? 0) + 1;
    };
    if (settings) await attacks[name]?.(settings, count);
    return { attempts: Object.values(answers).reduce((sum, one) => sum + one, 0), answers };
  },
});
