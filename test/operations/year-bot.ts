import assert from 'node:assert/strict';
import type { RenderedMessage } from '../../src/cards/wording.ts';
import type { IndexJournal } from '../../src/domain/index-journal.ts';
import type { JobSource } from '../../src/domain/job-source.ts';
import type { ConversationRef } from '../../src/domain/place.ts';
import { type Store, StoreError } from '../../src/domain/store.ts';
import type { EpochMs } from '../../src/domain/time.ts';
import { createDigestCardCache } from '../../src/features/digest/card-cache.ts';
import { createDigests } from '../../src/features/digest/commands.ts';
import { createDeliver } from '../../src/features/digest/deliver.ts';
import { createDueLoop } from '../../src/features/digest/due-loop.ts';
import { type DigestMessage, nameOfDigest } from '../../src/features/digest/message.ts';
import { createReports } from '../../src/features/digest/report-cache.ts';
import { createSubscriptions } from '../../src/features/digest/subscriptions.ts';
import { createIncidentRenderer } from '../../src/features/incidents/card/renderer.ts';
import { createAlerting } from '../../src/features/incidents/incidents.ts';
import { type IncidentMessage, nameOfIncidentMessage } from '../../src/features/incidents/notify/message.ts';
import { createJobIndex } from '../../src/job-index/job-index.ts';
import { createJobs } from '../../src/jobs/jobs.ts';
import { createKnownServices } from '../../src/jobs/known-services.ts';
import { createUnreachableCleanup } from '../../src/operations/stranded.ts';
import { createRepairQueues, withRepair } from '../../src/schedule/repair-queues.ts';
import { createSetAside } from '../../src/schedule/set-aside.ts';
import { createBin } from '../../src/store/bin.ts';
import { createConversationStore } from '../../src/store/places.ts';
import { createServiceRecords } from '../../src/store/service-records.ts';
import type { WholeStore } from '../../src/store/whole-store.ts';
import { createPacing } from '../../src/teams/pacing.ts';
import { createSender } from '../../src/teams/sender.ts';
import { fakeClock, noMeter, recordingLog } from '../support/fakes.ts';
import { interpret } from '../support/interpret.ts';
import { createMemoryIndexJournal } from '../support/memory-index-journal.ts';
import { strictChannel } from '../support/strict-channel.ts';

const minute = 60_000;
const zone = 'Europe/Berlin';
const locale = 'en-GB';
const kim = { id: '29:kim', name: 'Kim' };

/** A digest or a message about a watch that Teams has accepted. */
export type YearSaid = {
  readonly at: EpochMs;
  readonly place: string;
  readonly how: 'post' | 'reply' | 'edit';
  readonly wording: RenderedMessage;
} & (
  | { readonly digest: DigestMessage; readonly fault?: undefined }
  | { readonly fault: IncidentMessage; readonly digest?: undefined }
);

/** What happens to the bot. */
export interface YearWorld {
  readonly source: (now: () => EpochMs) => JobSource;
  /** Returns why Teams refuses messages to a conversation; undefined if it accepts them. */
  readonly refuse: (place: string, at: EpochMs) => Error | undefined;
  readonly isStoreDown: (at: EpochMs) => boolean;
  /**
   * Returns until when the store fails right after Teams has accepted a message in a conversation; undefined if it
   * doesn't.
   */
  readonly failsAfter?: (place: string, at: EpochMs) => EpochMs | undefined;
}

/** All proactive messages, from AvePoint's answers to Teams' responses, on a clock that is moved by hand. */
export interface YearBot {
  readonly clock: ReturnType<typeof fakeClock>;
  readonly log: ReturnType<typeof recordingLog>;
  readonly said: readonly YearSaid[];
  /** Conversations whose settings went into the bin. */
  readonly putAway: readonly string[];
  digest(sentence: string, place: ConversationRef): Promise<void>;
  watch(sentence: string, place: ConversationRef): Promise<void>;
  duty(place: ConversationRef): Promise<void>;
  /** All current settings. */
  settings(places: readonly ConversationRef[]): Promise<unknown>;
  /** Lets time pass. */
  advanceTo(at: EpochMs): void;
  /** What the loops do in one pass: AvePoint is read, and what is due is sent if `isWhole`. */
  pass(isWhole: boolean): Promise<void>;
  /** Stops the process and starts another one. */
  restart(): void;
}

export function openYearBot(opened: WholeStore, world: YearWorld, start: EpochMs): YearBot {
  const clock = fakeClock(start);
  const log = recordingLog();
  let failsUntil = 0;
  const isDown = () => world.isStoreDown(clock.now()) || clock.now() < failsUntil;
  const store = failing(opened, isDown);
  const journals = createMemoryIndexJournal();
  const waiting = { clock, sleep: async (ms: number) => clock.advance(ms), random: () => 0.5 };
  const places = createConversationStore(store);
  const subscriptions = createSubscriptions(store);
  const source = world.source(clock.now);
  const digestOf = new WeakMap<RenderedMessage, DigestMessage>();
  const faultOf = new WeakMap<RenderedMessage, IncidentMessage>();
  const putAway: string[] = [];
  const said: YearSaid[] = [];
  const teams = strictChannel(clock, place => world.refuse(place.id, clock.now()));

  let takenSoFar = 0;

  /** Returns what Teams has accepted since the last call. */
  function takeSaid(): void {
    const fresh = teams.taken.slice(takenSoFar);
    takenSoFar = teams.taken.length;
    for (const { at, place, wording, how } of fresh) {
      const [digest, fault] = [digestOf.get(wording), faultOf.get(wording)];
      const common = { at, place, how, wording };
      if (digest) said.push({ ...common, digest });
      if (fault) said.push({ ...common, fault });
    }
  }

  /** The state of one process. */
  function begin() {
    const index = createJobIndex({
      journal: failing(journals.open(), isDown),
      source,
      sourceName: 'year',
      locations: [],
      intervalMs: minute,
      clockAheadMs: () => undefined,
      clock,
      random: () => 0.5,
      log,
      days: 60,
    });
    const known = createKnownServices({ records: createServiceRecords(store), index, clock, log });
    const jobs = createJobs({ source, index, known, clock, log });
    const reports = createReports({ jobs, clock, log });
    const digests = createDigests({ subscriptions, places, reports, clock });
    const watching = createAlerting({ store, places, index, known, meter: noMeter, clock, log });
    const channel = {
      ...teams,
      async post(place: ConversationRef, wording: RenderedMessage) {
        const id = await teams.post(place, wording);
        failsUntil = Math.max(failsUntil, world.failsAfter?.(place.id, clock.now()) ?? 0);
        return id;
      },
    };
    const whyNot = async () => undefined;
    const sending = {
      channel,
      places,
      whyNot,
      pacing: createPacing(waiting),
      meter: noMeter,
      log,
      ...waiting,
    };
    const renderDigest = createDigestCardCache();
    const renderFault = createIncidentRenderer();
    const digestSender = createSender<DigestMessage>({
      nameOf: nameOfDigest,
      ...sending,
      render(message, { kind }) {
        const wording: RenderedMessage = { kind: 'card', card: renderDigest(message, kind) };
        digestOf.set(wording, message);
        return wording;
      },
    });
    const faultSender = createSender<IncidentMessage>({
      nameOf: nameOfIncidentMessage,
      ...sending,
      render(message) {
        const wording = { ...renderFault(message) };
        faultOf.set(wording, message);
        return wording;
      },
    });
    const aside = createSetAside({ meter: noMeter, clock, log });
    const deliver = createDeliver({
      subscriptions,
      reports,
      messenger: digestSender,
      meter: noMeter,
      clock,
      log,
    });
    const repairOf = ({ collection, repair }: Pick<typeof subscriptions, 'collection' | 'repair'>) =>
      createRepairQueues({ collection, walk: opened.all.bind(opened), repair, clock, log });
    const rounds = [
      withRepair(
        createDueLoop({ subscriptions, reports, deliver, places, aside, clock, log }),
        repairOf(subscriptions),
      ),
      withRepair(watching.round(faultSender, minute), repairOf(watching.faults)),
      createUnreachableCleanup({
        places,
        bin: createBin(store),
        putAway: async ({ id }) => void putAway.push(id),
        store,
        clock,
        log,
      }),
    ];
    return { index, known, digests, watching, rounds };
  }
  let process = begin();

  let newsSoFar: number | undefined;

  /** Runs each loop once. Returns true if there was work, so that more may follow at once. */
  async function passRounds(): Promise<boolean> {
    const { index, rounds } = process;
    const [triesBefore, newsBefore] = [teams.taken.length + teams.refused.length, newsSoFar];
    newsSoFar = index.news()?.until;
    for (const round of rounds) await tried(() => round.go(() => true));
    for (const round of rounds) await round.settled();
    return teams.taken.length + teams.refused.length > triesBefore || newsSoFar !== newsBefore;
  }

  /** Retries a failed pass with the next one, as the loops do. */
  async function tried(work: () => Promise<void>): Promise<void> {
    await work().catch(error => {
      if (!isDown()) throw error;
    });
  }

  return {
    clock,
    log,
    said,
    putAway,
    async digest(sentence, place) {
      const { command } = interpret(sentence, { now: clock.now(), zone, locale });
      assert.ok(command.kind === 'digest' && command.order.what === 'set', sentence);
      await process.digests.obey(command.order, place, locale);
    },
    async watch(sentence, place) {
      const { command } = interpret(sentence, { now: clock.now(), zone, locale });
      assert.ok(command.kind === 'watch' && command.order.what === 'set', sentence);
      await process.watching.orders.save(command.order.wish, place, { zone, locale, by: kim });
    },
    async duty(place) {
      await process.watching.duties.obey({ what: 'set', first: kim, fallback: undefined }, place, kim);
    },
    async settings(all) {
      const { watching } = process;
      return Promise.all(
        all.map(async place => ({
          digests: (await subscriptions.ofPlace(place))
            .map(({ value: { id, when, services, onlyProblems, paused, locale } }) => ({
              ...{ id, when, services, onlyProblems, paused, locale },
            }))
            .sort((a, b) => (a.id < b.id ? -1 : 1)),
          watches: await watching.watches.ofPlace(place),
          duty: await watching.duties.get(place),
          place: (await places.get(place))?.place,
        })),
      );
    },
    advanceTo(at) {
      clock.advance(Math.max(0, at - clock.now()));
    },
    async pass(isWhole) {
      const { index, known } = process;
      await tried(async () => {
        await index.go(() => true);
        await index.settled();
        if (isWhole) known.update();
        await known.settled();
      });
      if (isWhole && (await passRounds())) await passRounds();
      takeSaid();
    },
    restart() {
      process = begin();
    },
  };
}

/** The same store, except that every call rejects while `isDown`; nothing is written then. */
function failing<T extends Store | IndexJournal>(whole: T, isDown: () => boolean): T {
  return new Proxy(whole, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) =>
        isDown() && name !== 'days' && name !== 'changedSince'
          ? Promise.reject(new StoreError('unavailable', 'The store gives no answer.'))
          : Reflect.apply(value, target, args);
    },
  });
}
