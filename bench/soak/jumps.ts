import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSimulator, type Simulator } from '../../simulator/simulator.ts';
import type { Service } from '../../src/domain/job.ts';
import type { Person } from '../../src/domain/person.ts';
import { createSubscriptions } from '../../src/features/digest/subscriptions.ts';
import { createWatches } from '../../src/features/incidents/watch/watches.ts';
import { createConversationStore } from '../../src/store/places.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { startInstance } from '../../test/kills/killed-processes.ts';
import { type ChannelEnd, openChannelEnd } from '../../test/support/channel-end.ts';
import { seedDigests, seededPlaces } from '../../test/support/seed-digests.ts';

const hour = 3_600_000;

/** What happened while the wall clock of a process was set. */
export interface JumpResult {
  /** By service: the messages in the conversation that watches it, and after how many seconds the first one came. */
  readonly alerts: readonly {
    readonly service: Service;
    readonly messages: number;
    readonly seconds?: number;
  }[];
  /** How many messages each conversation with a digest got. */
  readonly digests: readonly number[];
  /** Digests whose record shows that they were sent up to their due time, and that none is in flight. */
  readonly recorded: number;
  /** The longest time between two lists that AvePoint was asked for, in seconds. */
  readonly longestPauseSeconds: number;
  /** True if the process ended by itself. */
  readonly hasEnded: boolean;
}

/** How long the clock stands as it was set. */
const phaseMs = 40_000;
/** What the wall clock is ahead by in each phase: it is right, jumps by +6 h, -12 h and +6 h. */
const phases = [
  { ahead: '+0', service: 'exchange', code: 1 },
  { ahead: '+6h', service: 'sharepoint', code: 2 },
  { ahead: '-6h', service: 'onedrive', code: 3 },
  { ahead: '+0', service: 'teams', code: 7 },
] as const;
/** With a digest that comes due within the soak, and as many with one that is due three hours later. */
const conversations = 10;
const kim: Person = { id: '29:kim', name: 'Kim' };
/** So that the past is read before the first failure. */
const leadMs = 15_000;

/** The library that shows a process another time of day; undefined if it isn't installed. */
export function faketimeLibrary(): string | undefined {
  const folders = ['/usr/lib', '/usr/local/lib'].flatMap(lib => [
    join(lib, 'faketime'),
    ...(existsSync(lib) ? readdirSync(lib) : []).map(name => join(lib, name, 'faketime')),
  ]);
  return folders.map(folder => join(folder, 'libfaketime.so.1')).find(existsSync);
}

/**
 * The product as a process whose wall clock jumps while digests come due and backups fail. Its monotonic clock runs on.
 */
export async function throughJumps(library: string): Promise<JumpResult> {
  const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-jumps-'));
  const clockFile = join(dataDir, 'clock');
  const simulator = createSimulator({ history: false });
  const api = await simulator.listen(0);
  const teams = await openChannelEnd(async () => ({ status: 201 }));
  const dueAt = Math.ceil((Date.now() + leadMs) / 60_000) * 60_000;
  await fill(dataDir, teams.serviceUrl, dueAt);
  writeFileSync(clockFile, '+0');
  const child = startInstance(api.url, {
    DATA_DIR: dataDir,
    // Sooner, its part of the requests would be used up.
    WATCH_INTERVAL_SECONDS: '15',
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: clockFile,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  });
  const seconds = new Map<Service, number>();
  try {
    await sleep(leadMs);
    for (const { ahead, service, code } of phases) {
      writeFileSync(clockFile, ahead);
      const setAt = Date.now();
      simulator.plant({ service: code, startedAt: setAt - 3_000, endedAt: setAt - 1_000, state: 3 });
      while (Date.now() - setAt < phaseMs) {
        await sleep(250);
        if (!seconds.has(service) && countOf(teams, `watch-${service}`) > 0)
          seconds.set(service, (Date.now() - setAt) / 1_000);
      }
    }
    const hasEnded = child.exitCode !== null;
    if (!hasEnded) await ended(child);
    return {
      alerts: phases.map(({ service }) => ({
        service,
        messages: countOf(teams, `watch-${service}`),
        ...(seconds.has(service) && { seconds: seconds.get(service) as number }),
      })),
      digests: seededPlaces(2 * conversations).map(({ id }) => countOf(teams, id)),
      recorded: await recordedIn(dataDir, dueAt),
      longestPauseSeconds: longestPauseOf(simulator),
      hasEnded,
    };
  } finally {
    child.kill('SIGKILL');
    await teams.close();
    await api.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function ended(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await new Promise(resolve => child.once('exit', resolve));
}

/**
 * Half of the digests are due within the soak, half of them three hours later; each service is watched in a chat of its
 * own.
 */
async function fill(dataDir: string, serviceUrl: string, dueAt: number): Promise<void> {
  const store = openSqliteStore({ dataDir });
  await seedDigests(store, { count: conversations, dueAt, serviceUrl });
  await seedDigests(store, {
    count: conversations,
    first: conversations,
    dueAt: dueAt + 3 * hour,
    serviceUrl,
  });
  const [places, watches] = [createConversationStore(store), createWatches(store)];
  for (const { service } of phases) {
    const id = `watch-${service}`;
    const place = { home: id, id };
    const bot = { tenantId: 'tenant-1', serviceUrl, botId: '28:bot', botName: undefined };
    await places.keep({ ...place, ...bot, kind: 'personal' });
    await watches.put({
      place,
      kind: 'personal',
      id: Buffer.from(id).toString('hex'),
      ...{ services: [service], inARow: 1, isPartialIncluded: false, quiet: undefined },
      ...{ zone: 'UTC', locale: 'en-GB', createdAt: Date.now(), createdBy: kim, isEnding: false },
    });
  }
  await store.close();
}

function countOf({ taken }: ChannelEnd, conversation: string): number {
  return taken.filter(came => came.method === 'POST' && came.conversation === conversation).length;
}

async function recordedIn(dataDir: string, dueAt: number): Promise<number> {
  const store = openSqliteStore({ dataDir });
  const subscriptions = createSubscriptions(store);
  const kept = await Promise.all(seededPlaces(2 * conversations).map(place => subscriptions.ofPlace(place)));
  await store.close();
  return kept
    .flat()
    .filter(
      ({ value: { begun, toldUntil } }) =>
        begun.length === 0 && [dueAt, dueAt + 3 * hour].includes(toldUntil ?? 0),
    ).length;
}

/** In seconds, by the simulator's clock, which is never set. */
function longestPauseOf(simulator: Simulator): number {
  const moments = simulator.requests().flatMap(({ path, at }) => (path.includes('jobs') ? [at] : []));
  const pauses = moments.map((at, index) => at - (moments[index - 1] ?? at));
  return Math.max(...pauses, Date.now() - (moments.at(-1) ?? 0)) / 1_000;
}
