import type { DutyOrder } from '../../src/domain/duty-order.ts';
import type { Job, JobState, Service } from '../../src/domain/job.ts';
import { JobSourceError } from '../../src/domain/job-source.ts';
import type { Delivery, Messenger, SaidMessage } from '../../src/domain/messenger.ts';
import type { Meter } from '../../src/domain/meter.ts';
import type { Person } from '../../src/domain/person.ts';
import type { Place, PlaceKey } from '../../src/domain/place.ts';
import type { Store } from '../../src/domain/store.ts';
import type { EpochMs, Span } from '../../src/domain/time.ts';
import type { WatchWish } from '../../src/domain/watch-order.ts';
import type { ActAnswer, FaultAct } from '../../src/faults/acts.ts';
import type { Fault } from '../../src/faults/fault.ts';
import type { FaultMessage } from '../../src/faults/message.ts';
import type { WatchRound } from '../../src/faults/watch-round.ts';
import { createWatching, type Watching } from '../../src/faults/watching.ts';
import type { BackupSight } from '../../src/jobs/backup-sight.ts';
import { createPlaces } from '../../src/store/places.ts';
import { fakeClock, hour, monday, noJobRequest, recordingLog } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';

export const minute = 60_000;
export const kim: Person = { id: '29:kim', name: 'Kim' };
export const lee: Person = { id: '29:lee', name: 'Lee' };

export const channel: Place = {
  home: 'team-1',
  id: '19:incidents',
  kind: 'channel',
  tenantId: 'tenant-1',
  serviceUrl: 'http://127.0.0.1:1/',
  botId: '28:bot',
  botName: 'Backup Watch',
};

/** A backup, as a test plants it: `endedAt` left out, and it runs for ever. */
export interface Planted {
  readonly service: Service;
  readonly startedAt: EpochMs;
  readonly endedAt?: EpochMs;
  readonly state?: JobState;
  readonly id?: string;
  readonly error?: string;
}

/** AvePoint, as far as watching looks at it: its backups, by its own clock's word. */
export interface World {
  plant(...runs: readonly Planted[]): void;
  /** No answer, or one that cannot be relied on, of all or of one service. */
  down: boolean;
  readonly downServices: Set<Service>;
  /** Requests so far: three for a pulse, three at the most for a look. */
  requests(): number;
  looks(): number;
  readonly sight: BackupSight;
}

export function openWorld(clock: { now(): EpochMs }): World {
  const runs: { service: Service; job: Job; endedAt: EpochMs }[] = [];
  let [requests, looks, count] = [0, 0, 0];
  const downServices = new Set<Service>();
  const within = ({ from, to }: Span, { startedAt = 0 }: Job) =>
    (from === undefined || startedAt >= from) && (to === undefined || startedAt < to);
  const told = (service: Service | undefined) =>
    runs
      .filter(
        run => (service === undefined || run.service === service) && (run.job.startedAt ?? 0) <= clock.now(),
      )
      .map(({ job, endedAt }) =>
        endedAt <= clock.now() ? job : { ...job, state: 'inProgress' as const, finishedAt: undefined },
      );
  const refuse = (service?: Service) => {
    if (world.down || (service && downServices.has(service)))
      throw new JobSourceError('unavailable', 'no connection');
  };
  const world: World = {
    down: false,
    downServices,
    requests: () => requests,
    looks: () => looks,
    plant(...planted) {
      for (const { service, startedAt, endedAt, state = 'finished', id, error } of planted) {
        count += 1;
        runs.push({
          service,
          endedAt: endedAt ?? Number.POSITIVE_INFINITY,
          job: {
            id: id ?? `IB${count}`,
            state,
            stateText: state,
            startedAt,
            finishedAt: endedAt,
            durationMs: undefined,
            objects: { total: 100, failed: state === 'failed' ? 10 : 0, successful: 90, skipped: 0 },
            errors: error ? [{ message: error, helpUrl: undefined, count: 1 }] : [],
          },
        });
      }
    },
    sight: {
      async pulse(service, span) {
        requests += 3;
        refuse();
        const jobs = told(service);
        return {
          all: jobs.filter(job => within(span, job)).length,
          running: jobs.filter(({ state }) => state === 'inProgress').length,
          failed: jobs.filter(job => job.state === 'failed' && within(span, job)).length,
          isExact: true,
        };
      },
      async look(service, span, followed) {
        requests += 2;
        looks += 1;
        refuse(service);
        const jobs = told(service);
        const running = jobs.filter(({ state }) => state === 'inProgress');
        const ended = jobs.filter(job => job.state !== 'inProgress' && within(span, job));
        const gone = followed.filter(({ id }) => ![...running, ...ended].some(job => job.id === id));
        const found = gone.flatMap(({ id }) => jobs.filter(job => job.id === id));
        return {
          ended: [...ended, ...found],
          running: running.map(({ id, startedAt }) => ({ service, id, startedAt })),
          lost: gone.filter(({ id }) => !jobs.some(job => job.id === id)),
        };
      },
      async runs(service, span) {
        requests += 1;
        refuse(service);
        return told(service).filter(job => within(span, job));
      },
    },
  };
  return world;
}

export interface SaidHere {
  readonly at: EpochMs;
  readonly how: 'post' | 'reply' | 'edit';
  readonly place: string;
  readonly message: FaultMessage;
  /** Of a post its own id, else the message that it is said under, or that is changed. */
  readonly id: string | undefined;
}

/** Watching with a clock that is moved by hand, an API and a Teams that do as they are told. */
export interface Scene extends Watching {
  readonly clock: ReturnType<typeof fakeClock>;
  readonly log: ReturnType<typeof recordingLog>;
  readonly world: World;
  readonly store: Store;
  readonly said: SaidHere[];
  readonly counts: Map<string, number>;
  /** How long after its time each message was said, in seconds. */
  readonly lags: readonly number[];
  watch(wish?: Partial<WatchWish>, place?: Place): Promise<void>;
  duty(order: DutyOrder, place?: PlaceKey): Promise<void>;
  act(act: FaultAct, id: string, by?: Person, place?: PlaceKey): Promise<ActAnswer>;
  /** Moves the clock in steps, and lets all be done that is due after each. */
  pass(ms: number, stepMs?: number): Promise<void>;
  /** The process ends, and another one begins. */
  restart(): void;
  faultsOf(place?: PlaceKey): Promise<readonly Fault[]>;
  posts(): readonly SaidHere[];
  replies(): readonly SaidHere[];
}

export interface SceneParts {
  readonly now?: EpochMs;
  readonly store?: Store;
  readonly intervalMs?: number;
  readonly deliver?: (said: SaidHere) => Delivery | { kind: 'missing' } | undefined;
}

export const exchange: WatchWish = {
  services: ['exchange'],
  inARow: 1,
  isPartialIncluded: false,
  quiet: undefined,
};

export function openScene({ now = monday, intervalMs = minute, ...parts }: SceneParts = {}): Scene {
  const clock = fakeClock(now);
  const log = recordingLog();
  const world = openWorld(clock);
  const store = parts.store ?? createMemoryStore();
  const places = createPlaces(store);
  const said: SaidHere[] = [];
  const counts = new Map<string, number>();
  const lags: number[] = [];
  const meter: Meter = {
    count: (name, by = 1) => counts.set(name, (counts.get(name) ?? 0) + by),
    observe: (_, seconds) => void lags.push(seconds),
    gauge: (name, value) => counts.set(name, value),
  };
  const watching = createWatching({
    store,
    places,
    source: { page: () => Promise.reject(new Error('not asked here')), ...noJobRequest },
    sight: world.sight,
    meter,
    clock,
    log,
  });

  async function say(
    how: SaidHere['how'],
    place: PlaceKey,
    message: FaultMessage,
    id: string | undefined,
  ): Promise<Delivery | { kind: 'missing' }> {
    const one = { at: clock.now(), how, place: place.id, message, id };
    const answer = parts.deliver?.(one);
    if (answer && answer.kind !== 'sent') return answer;
    said.push(one);
    return { kind: 'sent', said: { place: { home: place.home, id: place.id }, id } };
  }
  const messenger: Messenger<FaultMessage> = {
    post: (place, message) => say('post', place, message, `m${said.length + 1}`) as Promise<Delivery>,
    reply: (to: SaidMessage, message) => say('reply', to.place, message, to.id) as Promise<Delivery>,
    edit: (to: SaidMessage, message) => say('edit', to.place, message, to.id),
  };
  let round: WatchRound = watching.round(messenger, intervalMs);

  async function work(): Promise<void> {
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
    faultsOf: async (place = channel) => (await watching.faults.ofPlace(place)).map(({ value }) => value),
    posts: () => said.filter(({ how }) => how === 'post'),
    replies: () => said.filter(({ how }) => how === 'reply'),
  };
}

/** A run that fails, or ends as told, an hour after it began. */
export function run(
  service: Service,
  startedAt: EpochMs,
  state: JobState = 'failed',
  lastsMs = hour,
): Planted {
  return { service, startedAt, endedAt: startedAt + lastsMs, state };
}
