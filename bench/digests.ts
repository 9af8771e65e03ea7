/** What digests cost: composing and drawing one, and finding those that are due among very many. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { everyDay } from '../src/domain/recurrence.ts';
import { monotonicMs } from '../src/domain/time.ts';
import { digestCard } from '../src/features/digest/card.ts';
import { createDigestCardCache } from '../src/features/digest/card-cache.ts';
import type { Subscription } from '../src/features/digest/subscription.ts';
import { createSubscriptions } from '../src/features/digest/subscriptions.ts';
import { digestOf } from '../src/features/digest/write-message.ts';
import { createJobs } from '../src/jobs/jobs.ts';
import { openSqliteStore } from '../src/store/sqlite-store.ts';
import { fakeClock } from '../test/support/fakes.ts';
import { openIndexedSource } from '../test/support/indexed-source.ts';
import { median } from './table.ts';

export interface DigestTimes {
  /** Digests composed and drawn in a second, each anew, and shared by many subscriptions. */
  readonly drawnASecond: number;
  readonly sharedASecond: number;
  readonly subscriptions: number;
  /** Milliseconds to find the first 200 of 400 that are due, and to find that none is. */
  readonly dueMs: number;
  readonly noneDueMs: number;
  /** Milliseconds to read one record. */
  readonly oneMs: number;
}

const rounds = 5;
const digestsARound = 300;
const subscriptions = 100_000;
const dueNow = 400;
const dayMs = 24 * 3_600_000;
const silent = { debug() {}, info() {}, warn() {}, error() {} };

export async function timeDigests(): Promise<DigestTimes> {
  return { ...(await timeDrawing()), ...(await timeFinding()) };
}

async function timeDrawing() {
  const to = Math.floor(Date.now() / 60_000) * 60_000;
  const clock = fakeClock(to);
  const source = await openIndexedSource({ clock, log: silent, jobsApi: 'cloudbackup-jobs', history: true });
  await source.pass();
  const span = { from: to - dayMs, to };
  const question = { span, services: [], told: undefined };
  const jobs = createJobs({ source: source.source, index: source.index, clock, log: silent });
  const report = await jobs.reportNow(question, monotonicMs(to + 60_000));
  await source.close();

  const told = { report, isWhole: true };
  const subscription = subscriptionAt(to, 0);
  const perSecond = (draw: typeof digestCard) => {
    const started = performance.now();
    for (let index = 0; index < digestsARound; index += 1)
      draw(digestOf(subscription, span, told, to + index));
    return (1_000 * digestsARound) / (performance.now() - started);
  };
  perSecond(digestCard);
  return {
    drawnASecond: median(Array.from({ length: rounds }, () => perSecond(digestCard))),
    sharedASecond: median(Array.from({ length: rounds }, () => perSecond(createDigestCardCache()))),
  };
}

/** Far more than ever are due at once lie ahead. */
async function timeFinding() {
  const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-bench-'));
  const now = Math.floor(Date.now() / 60_000) * 60_000;
  await openSqliteStore({ dataDir }).close();
  fill(join(dataDir, 'backup-watch.db'), now);
  const store = openSqliteStore({ dataDir });
  const kept = createSubscriptions(store);
  const timed = async (work: () => Promise<unknown>) => {
    const times: number[] = [];
    for (let round = 0; round < 20 * rounds; round += 1) {
      const started = performance.now();
      await work();
      times.push(performance.now() - started);
    }
    return median(times);
  };
  const { place, id } = subscriptionAt(now, 7);
  const times = {
    subscriptions,
    dueMs: await timed(() => kept.pointers('due', now, 200)),
    noneDueMs: await timed(() => kept.pointers('due', now - 60_000, 200)),
    oneMs: await timed(() => kept.get(place, id)),
  };
  await store.close();
  rmSync(dataDir, { recursive: true });
  return times;
}

/** All at once, which the store itself never does. */
function fill(file: string, now: number): void {
  const database = new Database(file);
  const insert = database.prepare('insert into records values (?, ?, ?, ?, 1)');
  database.transaction(() => {
    for (let index = 0; index < subscriptions; index += 1) {
      const at = index < dueNow ? now : now + 60_000 * (1 + (index % 1_440));
      const subscription = subscriptionAt(at, index);
      const { place, id, services, when } = subscription;
      const pointer = { at, place, id, from: at - dayMs, services, when };
      insert.run('digests', place.home, `${place.id}|${id}`, JSON.stringify(subscription));
      insert.run('queue', 'due', `${String(at).padStart(15, '0')}_${id}`, JSON.stringify(pointer));
    }
  })();
  database.close();
}

function subscriptionAt(dueAt: number, index: number): Subscription {
  const at = new Date(dueAt);
  return {
    when: { days: everyDay, hour: at.getUTCHours(), minute: at.getUTCMinutes(), zone: 'UTC' },
    services: [],
    onlyProblems: false,
    place: { home: `p${index}`, id: `p${index}` },
    id: index.toString(16).padStart(12, '0'),
    locale: 'en-GB',
    createdAt: dueAt - dayMs,
    paused: undefined,
    dueAt,
    toldUntil: undefined,
    lastSaid: undefined,
    begun: [],
    owed: undefined,
  };
}
