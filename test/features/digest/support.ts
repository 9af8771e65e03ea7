import type { Service } from '../../../src/domain/job.ts';
import { JobSourceError } from '../../../src/domain/job-source.ts';
import type { Delivery, Messenger, SentMessage } from '../../../src/domain/messenger.ts';
import type { ConversationKey, ConversationRef } from '../../../src/domain/place.ts';
import type { Store } from '../../../src/domain/store.ts';
import type { EpochMs } from '../../../src/domain/time.ts';
import type { Verdict } from '../../../src/domain/verdict.ts';
import { createDeliver } from '../../../src/features/digest/deliver.ts';
import { createDueLoop, type Round } from '../../../src/features/digest/due-loop.ts';
import type { DigestMessage } from '../../../src/features/digest/message.ts';
import type { Subscription } from '../../../src/features/digest/subscription.ts';
import type { NewsMark } from '../../../src/job-index/view.ts';
import type { Report, ReportQuestion } from '../../../src/jobs/report.ts';
import { createSetAside } from '../../../src/schedule/set-aside.ts';
import { fakeClock, recordingLog, recordingMeter } from '../../support/fakes.ts';
import { interpret } from '../../support/interpret.ts';
import { type Keeping, keeping } from '../../support/keeping.ts';

export const aPlace: ConversationRef = {
  home: 'a:kim',
  id: 'a:kim',
  kind: 'personal',
  tenantId: 'tenant-1',
  serviceUrl: 'http://127.0.0.1:1/',
  botId: '28:bot',
  botName: 'Backup Watch',
};

export interface Said {
  readonly at: EpochMs;
  readonly place: ConversationKey;
  readonly message: DigestMessage;
  /** Set if it was sent as a reply. */
  readonly to: SentMessage | undefined;
}

/** Digests with a clock that is moved by hand, and an API and a Teams that a test controls. */
export interface Scene extends Keeping {
  readonly clock: ReturnType<typeof fakeClock>;
  readonly log: ReturnType<typeof recordingLog>;
  readonly meter: ReturnType<typeof recordingMeter>;
  readonly said: Said[];
  /** The questions that reached the API. */
  readonly asked: ReportQuestion[];
  readonly round: Round;
  /** Sets a digest by its sentence. */
  set(sentence: string, place?: ConversationRef, zone?: string): Promise<void>;
  /** Works on everything that is due until nothing more follows. */
  work(): Promise<void>;
  /** Moves the clock in steps and works after each. */
  pass(ms: number, stepMs?: number): Promise<void>;
  the(place?: ConversationKey): Promise<Subscription>;
}

export interface SceneParts {
  readonly now?: EpochMs;
  readonly store?: Store;
  /** What the API returns; `down` for no answer at all. */
  readonly tell?: (question: ReportQuestion, now: EpochMs) => Verdict | 'down' | 'partly';
  /** The last end that it has reported. */
  readonly news?: () => NewsMark | undefined;
  readonly deliver?: (said: Said) => Promise<Delivery>;
}

export function openScene(parts: SceneParts = {}): Scene {
  const clock = fakeClock(parts.now);
  const log = recordingLog();
  const meter = recordingMeter();
  const asked: ReportQuestion[] = [];
  const said: Said[] = [];
  const tell = parts.tell ?? (() => 'good');
  const report = async (question: ReportQuestion) => {
    asked.push(question);
    const told = tell(question, clock.now());
    const news = parts.news?.();
    const isByTime = question.told !== undefined && question.told.index !== news?.index;
    const changes = { isWhole: told !== 'partly', news, isByTime };
    if (told === 'down')
      return { ...aReport(question, 'unknown', clock.now()), isWhole: false, readAt: undefined };
    return { ...aReport(question, told === 'partly' ? 'unknown' : told, clock.now()), ...changes };
  };
  const jobs = {
    report,
    reportNow: async (question: ReportQuestion) => {
      const told = await report(question);
      if (told.readAt === undefined) throw new JobSourceError('unavailable', 'no connection');
      return told;
    },
    isReportRead(services: readonly Service[], from: EpochMs) {
      const question = { span: { from, to: clock.now() }, services, told: undefined };
      return !['down', 'partly'].includes(tell(question, clock.now()));
    },
  };
  const kept = keeping({ jobs, clock, log, ...(parts.store && { store: parts.store }) });
  const say = async (place: ConversationKey, message: DigestMessage, to?: SentMessage): Promise<Delivery> => {
    const one = { at: clock.now(), place: { home: place.home, id: place.id }, message, to };
    const delivery = (await parts.deliver?.(one)) ?? {
      kind: 'sent',
      said: { place: one.place, id: `m${said.length}` },
    };
    if (delivery.kind === 'sent') said.push(one);
    return delivery;
  };
  const messenger: Messenger<DigestMessage> = {
    post: (place, message) => say(place, message),
    reply: (to, message) => say(to.place, message, to),
    edit: async () => ({ kind: 'missing' }),
  };
  const { subscriptions, reports } = kept;
  const deliver = createDeliver({ subscriptions, reports, messenger, meter, clock, log });
  const round = createDueLoop({
    subscriptions,
    reports,
    deliver,
    places: kept.places,
    aside: createSetAside({ meter, clock, log }),
    clock,
    log,
  });

  async function work(): Promise<void> {
    for (let turn = 0; turn < 2; turn += 1) {
      await round.go(() => true);
      await new Promise(setImmediate);
    }
    await Promise.race([round.settled(), new Promise(setImmediate)]);
  }

  return {
    ...kept,
    clock,
    log,
    meter,
    said,
    asked,
    round,
    work,
    async set(sentence, place = aPlace, zone = 'Europe/Berlin') {
      const { command } = interpret(sentence, { now: clock.now(), zone, locale: 'en-GB' });
      if (command.kind !== 'digest' || command.order.what === 'now') throw new Error(sentence);
      await kept.digests.obey(command.order, place, 'en-GB');
    },
    async pass(ms, stepMs = 10 * 60_000) {
      for (let left = ms; left > 0; left -= stepMs) {
        clock.advance(Math.min(stepMs, left));
        await work();
      }
    },
    async the(place = aPlace) {
      const [first] = await kept.subscriptions.ofPlace(place);
      if (!first) throw new Error('nothing is set');
      return first.value;
    },
  };
}

export function aReport(question: ReportQuestion, verdict: Verdict, answeredAt: EpochMs): Report {
  return {
    question,
    verdict,
    services: [],
    notSeen: [],
    beyond: 0,
    earlier: [],
    longest: undefined,
    causes: undefined,
    news: undefined,
    isByTime: false,
    pauses: [],
    isWhole: true,
    readAt: answeredAt,
    answeredAt,
  };
}
