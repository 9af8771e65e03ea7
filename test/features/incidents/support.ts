import type { OnCallOrder } from '../../../src/domain/duty-order.ts';
import type { JobState, Service } from '../../../src/domain/job.ts';
import type { Delivery, Messenger, SentMessage } from '../../../src/domain/messenger.ts';
import type { Meter } from '../../../src/domain/meter.ts';
import type { Person } from '../../../src/domain/person.ts';
import type { ConversationKey, ConversationRef } from '../../../src/domain/place.ts';
import type { Store } from '../../../src/domain/store.ts';
import type { Clock, EpochMs } from '../../../src/domain/time.ts';
import type { WatchSpec } from '../../../src/domain/watch-order.ts';
import type { PollLoop } from '../../../src/features/incidents/detect/poll-loop.ts';
import type { ActionResult, IncidentAction } from '../../../src/features/incidents/incident/action.ts';
import type { Incident } from '../../../src/features/incidents/incident/incident.ts';
import {
  type Alerting,
  type AlertingParts,
  createAlerting,
} from '../../../src/features/incidents/incidents.ts';
import type { IncidentMessage } from '../../../src/features/incidents/notify/message.ts';
import { createConversationStore } from '../../../src/store/places.ts';
import { createFakeIndex, type FakeIndex } from '../../support/fake-index.ts';
import { fakeClock, hour, monday, recordingLog } from '../../support/fakes.ts';
import { createMemoryStore } from '../../support/memory-store.ts';

export const minute = 60_000;
export const kim: Person = { id: '29:kim', name: 'Kim' };
export const lee: Person = { id: '29:lee', name: 'Lee' };

export const channel: ConversationRef = {
  home: 'team-1',
  id: '19:incidents',
  kind: 'channel',
  tenantId: 'tenant-1',
  serviceUrl: 'http://127.0.0.1:1/',
  botId: '28:bot',
  botName: 'Backup Watch',
};

/** A backup that a test plants; without `endedAt` it never ends. */
export interface Planted {
  readonly service: Service;
  readonly startedAt: EpochMs;
  readonly endedAt?: EpochMs;
  readonly state?: JobState;
  readonly id?: string;
  readonly error?: string;
  readonly location?: string;
  /** AvePoint's word for its end, if that isn't documented. */
  readonly word?: string;
}

/** AvePoint's backups, by its own clock, and an index that reads them with every `index.read`. */
export interface World {
  readonly index: FakeIndex;
  plant(...runs: readonly Planted[]): void;
}

export function openWorld(clock: Clock, intervalMs?: number): World {
  const index = createFakeIndex(clock, intervalMs);
  let count = 0;
  return {
    index,
    plant(...planted) {
      for (const { service, startedAt, endedAt, state = 'finished', id, error, location, word } of planted) {
        count += 1;
        index.add({
          service,
          location,
          endedAt: endedAt ?? Number.POSITIVE_INFINITY,
          job: {
            id: id ?? `IB${count}`,
            state: word === undefined ? state : undefined,
            stateText: word ?? state,
            startedAt,
            finishedAt: endedAt,
            durationMs: undefined,
            objects: { total: 100, failed: state === 'failed' ? 10 : 0, successful: 90, skipped: 0 },
            errors: error ? [{ message: error, helpUrl: undefined, count: 1 }] : [],
          },
        });
      }
    },
  };
}

export interface SaidHere {
  readonly at: EpochMs;
  readonly how: 'post' | 'reply' | 'edit';
  readonly place: string;
  readonly message: IncidentMessage;
  /** A post's own id, else the id of the message that it replies to or edits. */
  readonly id: string | undefined;
}

/** Alerting with a clock that is moved by hand, and an API and a Teams that a test controls. */
export interface Scene extends Alerting {
  readonly clock: ReturnType<typeof fakeClock>;
  readonly log: ReturnType<typeof recordingLog>;
  readonly world: World;
  readonly store: Store;
  readonly said: SaidHere[];
  readonly counts: Map<string, number>;
  /** How long after its time each message was sent, in seconds. */
  readonly lags: readonly number[];
  watch(wish?: Partial<WatchSpec>, place?: ConversationRef): Promise<void>;
  duty(order: OnCallOrder, place?: ConversationKey): Promise<void>;
  act(act: IncidentAction, id: string, by?: Person, place?: ConversationKey): Promise<ActionResult>;
  /** Moves the clock in steps, and does all that is due after each. */
  pass(ms: number, stepMs?: number): Promise<void>;
  /** Ends the process, and starts another one. */
  restart(): void;
  /** The poll loop of the process that is running. */
  readonly passing: () => PollLoop;
  faultsOf(place?: ConversationKey): Promise<readonly Incident[]>;
  posts(): readonly SaidHere[];
  replies(): readonly SaidHere[];
}

export interface SceneParts {
  readonly now?: EpochMs;
  readonly store?: Store;
  readonly intervalMs?: number;
  /** What is known of the services; without it, services that stop are not reported. */
  readonly known?: AlertingParts['known'];
  readonly schedule?: AlertingParts['schedule'];
  readonly deliver?: (said: SaidHere) => Delivery | { kind: 'missing' } | undefined;
}

export const exchange: WatchSpec = {
  services: ['exchange'],
  inARow: 1,
  isPartialIncluded: false,
  quiet: undefined,
};

export function openScene({ now = monday, intervalMs = minute, ...parts }: SceneParts = {}): Scene {
  const clock = fakeClock(now);
  const log = recordingLog();
  const world = openWorld(clock, intervalMs);
  const store = parts.store ?? createMemoryStore();
  const places = createConversationStore(store);
  const said: SaidHere[] = [];
  const counts = new Map<string, number>();
  const lags: number[] = [];
  const meter: Meter = {
    count: (name, by = 1) => counts.set(name, (counts.get(name) ?? 0) + by),
    observe: (_, seconds) => void lags.push(seconds),
    gauge: (name, value) => counts.set(name, value),
  };
  const watching = createAlerting({
    store,
    places,
    index: world.index,
    known: parts.known ?? { read: async () => undefined },
    schedule: parts.schedule,
    meter,
    clock,
    log,
  });

  async function say(
    how: SaidHere['how'],
    place: ConversationKey,
    message: IncidentMessage,
    id: string | undefined,
  ): Promise<Delivery | { kind: 'missing' }> {
    const one = { at: clock.now(), how, place: place.id, message, id };
    const answer = parts.deliver?.(one);
    if (answer && answer.kind !== 'sent') return answer;
    said.push(one);
    return { kind: 'sent', said: { place: { home: place.home, id: place.id }, id } };
  }
  const messenger: Messenger<IncidentMessage> = {
    post: (place, message) => say('post', place, message, `m${said.length + 1}`) as Promise<Delivery>,
    reply: (to: SentMessage, message) => say('reply', to.place, message, to.id) as Promise<Delivery>,
    edit: (to: SentMessage, message) => say('edit', to.place, message, to.id),
  };
  let round: PollLoop = watching.round(messenger, intervalMs);

  async function work(): Promise<void> {
    world.index.read();
    for (let turn = 0; turn < 3; turn += 1) {
      await round.go(() => true);
      await round.settled();
    }
  }

  return {
    ...watching,
    clock,
    log,
    world,
    store,
    said,
    counts,
    lags,
    async watch(wish = {}, place = channel) {
      await watching.orders.save({ ...exchange, ...wish }, place, {
        zone: 'Europe/Berlin',
        locale: 'en-GB',
        by: kim,
      });
    },
    async duty(order, place = channel) {
      await watching.duties.obey(order, place, kim);
    },
    act: (act, id, by = kim, place = channel) => watching.deeds.act(act, id, place, by, 'Europe/Berlin'),
    async pass(ms, stepMs = minute) {
      for (let left = ms; left > 0; left -= stepMs) {
        clock.advance(Math.min(stepMs, left));
        await work();
      }
    },
    restart() {
      round = watching.round(messenger, intervalMs);
    },
    passing: () => round,
    faultsOf: async (place = channel) => (await watching.faults.ofPlace(place)).map(({ value }) => value),
    posts: () => said.filter(({ how }) => how === 'post'),
    replies: () => said.filter(({ how }) => how === 'reply'),
  };
}

/** A run that fails, or ends in `state`, an hour after it began. */
export function run(
  service: Service,
  startedAt: EpochMs,
  state: JobState = 'failed',
  lastsMs = hour,
): Planted {
  return { service, startedAt, endedAt: startedAt + lastsMs, state };
}
