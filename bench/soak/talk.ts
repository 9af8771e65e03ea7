import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { createSimulator, type Simulator } from '../../simulator/simulator.ts';
import { strayIn } from '../../test/support/api-oracle.ts';
import type { Came } from '../../test/support/channel-end.ts';
import { type Child, scriptBeside, startChild } from '../child.ts';
import { productEnv } from '../product.ts';
import { median, percentile } from '../table.ts';
import { isForGood, openStrictTeams } from './strict-teams.ts';
import type { TalkReady, TalkReport } from './talk-bot.ts';
import { conversationOf, type TurnEnd, talk } from './talker.ts';
import { troubleFor } from './troubles.ts';

export interface TalkPlan {
  readonly seconds: number;
  readonly conversations: number;
  readonly random: () => number;
}

/** The longest that Teams and people wait: milliseconds until the request is answered. */
const longestMs = { message: 15_000, press: 5_000 } as const;
const samplesAThird = 8;
const keptCards = 12;

/** What one third of the run showed. Memory in MB after collections of all garbage, medians. */
interface Third {
  readonly rssMb: number;
  readonly heapMb: number;
  readonly delayMs: TalkReport['delayMs'];
}

export interface TalkResult {
  readonly seconds: number;
  readonly messages: number;
  readonly presses: number;
  /** Nothing reached the conversation or the presser, or too late. */
  readonly unanswered: readonly string[];
  /** Answered by the bot, and refused for good by Teams. */
  readonly refusedForGood: number;
  /** Other statuses than 200, by how often. */
  readonly statuses: Readonly<Record<number, number>>;
  readonly unhandled: readonly string[];
  readonly apiRequests: number;
  /** Requests that the API's documentation does not allow. */
  readonly strays: readonly string[];
  readonly troubles: Readonly<Record<string, number>>;
  /** What Teams refused, by status, and because a limit was passed. */
  readonly refused: Readonly<Record<number, number>>;
  readonly throttled: number;
  readonly messageMs: Percentiles;
  readonly pressMs: Percentiles;
  readonly thirds: readonly Third[];
}

interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/**
 * Conversations that ask, page and press while the API and Teams misbehave: what became of every turn, and of the bot.
 */
export async function talkThroughTrouble({ seconds, conversations, random }: TalkPlan): Promise<TalkResult> {
  const simulator = createSimulator();
  const api = await simulator.listen(0);
  const cards = new Map<string, object[]>();
  const sends = new Map<string, number[]>();
  const teams = await openStrictTeams(random, {
    isLasting: false,
    onAnswer(came, status) {
      const { replyToId, type, attachments } = bodyOf(came);
      if (replyToId && type !== 'typing') sends.set(replyToId, [...(sends.get(replyToId) ?? []), status]);
      if (status < 300) for (const { content } of attachments ?? []) keepCard(came.conversation, content);
      teams.taken.length = 0;
    },
  });
  function keepCard(conversation: string, card: object): void {
    const id = conversation.split(';')[0] ?? '';
    cards.set(id, [...(cards.get(id) ?? []), card].slice(-keptCards));
  }

  const env = { ...productEnv(api.url), WATCH_INTERVAL_SECONDS: '5', ASKS_PER_USER_PER_MINUTE: '60' };
  const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-talk-'));
  const bot = await startChild<TalkReady, TalkReport>(
    scriptBeside(import.meta.url, 'talk-bot'),
    { ...env, LOG_LEVEL: 'fatal', DATA_DIR: dataDir },
    ['--expose-gc'],
  );
  const pool = new Pool(bot.ready.url, { headersTimeout: 60_000, bodyTimeout: 60_000 });

  async function post(activity: object) {
    const { statusCode, body } = await pool.request({
      method: 'POST',
      path: '/api/messages',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(activity),
    });
    const text = await body.text();
    return { status: statusCode, body: text === '' ? undefined : JSON.parse(text) };
  }

  const turns: TurnEnd[] = [];
  const unanswered: string[] = [];
  const statuses: Record<number, number> = {};
  let refusedForGood = 0;
  const onTurn = (index: number) => (id: string, turn: TurnEnd) => {
    turns.push(turn);
    if (turn.status !== 200) statuses[turn.status] = (statuses[turn.status] ?? 0) + 1;
    const tries = sends.get(id) ?? [];
    sends.delete(id);
    const isTaken = tries.some(status => status < 300);
    const isRefused = !isTaken && isForGood(tries.at(-1) ?? 0);
    const shown = turn.kind === 'press' ? shownIn(turn.body) : undefined;
    if (typeof shown === 'object') keepCard(conversationOf(index), shown);
    const isAnswered = turn.kind === 'press' ? shown !== undefined : isTaken || isRefused;
    if (isRefused) refusedForGood += 1;
    if (!isAnswered || turn.ms > longestMs[turn.kind])
      unanswered.push(
        `${turn.kind} "${turn.what}": ${turn.status} after ${Math.round(turn.ms)} ms, sends: ${tries.join(', ') || 'none'}`,
      );
  };

  const checked = watchRequests(simulator);
  const endsAt = performance.now() + seconds * 1_000;
  const talking = Array.from({ length: conversations }, (_, index) => {
    const cardsThere = () => cards.get(conversationOf(index)) ?? [];
    const { serviceUrl } = teams;
    return talk({ index, serviceUrl, post, random, cards: cardsThere, onTurn: onTurn(index) }, endsAt);
  });
  try {
    const [thirds, troubles] = await Promise.all([
      observe(bot, seconds),
      troubleFor(simulator, random, endsAt),
      ...talking,
    ]);
    const { unhandled } = await bot.report();
    const msOf = (kind: TurnEnd['kind']) => turns.filter(turn => turn.kind === kind).map(({ ms }) => ms);
    return {
      seconds,
      messages: msOf('message').length,
      presses: msOf('press').length,
      unanswered,
      refusedForGood,
      statuses,
      unhandled,
      ...checked.end(),
      troubles,
      refused: teams.refused,
      throttled: teams.throttled(),
      messageMs: percentilesOf(msOf('message')),
      pressMs: percentilesOf(msOf('press')),
      thirds,
    };
  } finally {
    bot.stop();
    await pool.destroy();
    await teams.close();
    await api.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The bot's memory and its event loop, in thirds of so many seconds. */
async function observe(bot: Child<TalkReady, TalkReport>, seconds: number): Promise<Third[]> {
  const thirds: Third[] = [];
  await bot.report('delay');
  for (let third = 0; third < 3; third += 1) {
    const samples: TalkReport[] = [];
    for (let sample = 0; sample < samplesAThird; sample += 1) {
      await sleep((seconds * 1_000) / 3 / samplesAThird);
      samples.push(await bot.report());
    }
    const { delayMs } = await bot.report('delay');
    const mb = (key: 'rssBytes' | 'heapBytes') => median(samples.map(sample => sample[key])) / 2 ** 20;
    thirds.push({ rssMb: mb('rssBytes'), heapMb: mb('heapBytes'), delayMs });
  }
  return thirds;
}

/** Reads the simulator's record before it drops anything, and checks every request against the documentation. */
function watchRequests(simulator: Simulator) {
  let apiRequests = 0;
  const strays: string[] = [];
  const read = () => {
    for (const request of simulator.requests()) {
      apiRequests += 1;
      const stray = strayIn(request, Date.now());
      if (stray) strays.push(stray);
    }
    simulator.clearRequests();
  };
  const timer = setInterval(read, 500);
  return {
    end() {
      clearInterval(timer);
      read();
      return { apiRequests, strays };
    },
  };
}

interface SentBody {
  readonly type?: string;
  readonly replyToId?: string;
  readonly attachments?: readonly { readonly content: object }[];
}

function bodyOf({ text }: Came): SentBody {
  return text === '' ? {} : JSON.parse(text);
}

/** The card or the words that a press was answered with. */
function shownIn(body: unknown): object | string | undefined {
  const { value } = (body ?? {}) as { value?: unknown };
  return (typeof value === 'object' && value !== null) || (typeof value === 'string' && value !== '')
    ? value
    : undefined;
}

function percentilesOf(ms: readonly number[]): Percentiles {
  const at = (share: number) => Math.round(percentile(ms, share) * 10) / 10;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
