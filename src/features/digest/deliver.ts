import { LRUCache } from 'lru-cache';
import type { Log } from '../../domain/log.ts';
import type { Delivery, Messenger, SaidMessage } from '../../domain/messenger.ts';
import type { Meter } from '../../domain/meter.ts';
import type { Clock } from '../../domain/time.ts';
import type { NewsMark } from '../../job-index/view.ts';
import type { AttemptResult } from '../../schedule/conversation-back-off.ts';
import { nextOccurrence } from '../../schedule/recurrence.ts';
import { createUnrecorded } from '../../schedule/unrecorded.ts';
import type { DigestMessage } from './message.ts';
import type { Reports, Told } from './report-cache.ts';
import type { Begun, Owed, Subscription } from './subscription.ts';
import { type Kept, type Pointer, type Queue, type Subscriptions, tellsFrom } from './subscriptions.ts';
import { digestOf, followUpOf, isQuiet, type Span, spanFor } from './write-message.ts';

/** A pointer that leads nowhere may belong to a subscription that is being saved this moment; later it is dropped. */
const strayMs = 10 * 60_000;
/** Records whose mark of a message that wasn't sent couldn't be taken back. */
const mostUnsent = 20_000;

export interface DeliverParts {
  readonly subscriptions: Subscriptions;
  readonly reports: Pick<Reports, 'read'>;
  readonly messenger: Messenger<DigestMessage>;
  readonly meter: Meter;
  readonly clock: Clock;
  readonly log: Log;
}

/** What a pointer leads to. */
export interface Errand {
  readonly queue: Queue;
  readonly pointer: Pointer;
}

/** What is said for it now. */
interface Telling extends Errand {
  readonly span: Span;
  readonly told: Told;
}

/** That a message was marked as begun. */
interface Marking {
  readonly marked: Kept;
  /** It was begun earlier and nobody knows its end: that stays so until it is said. */
  readonly isInDoubt: boolean;
  readonly mayStart: () => boolean;
}

/**
 * Says one digest, or the true figures that are owed, as they are known now. The subscription is marked before the message
 * goes out and its new state is recorded after, each only if nobody else has changed it: so of several processes one says it,
 * and if one dies in between, the next knows that it may have been said. Rejects with `StoreError`.
 */
export function createDeliver({ subscriptions, reports, messenger, meter, clock, log }: DeliverParts) {
  const unrecorded = createUnrecorded();
  /** By message: the version of its record in which it's marked as begun although this process knows that it wasn't sent. */
  const unsent = new LRUCache<string, string>({ max: mostUnsent });

  async function found({ queue, pointer }: Errand): Promise<Kept | undefined> {
    const kept = await subscriptions.get(pointer.place, pointer.id);
    const { dueAt, owed } = kept?.value ?? {};
    if ((queue === 'due' ? dueAt : owed?.to) === pointer.at) return kept;
    if (clock.now() - pointer.at > strayMs) await subscriptions.dropStray(queue, pointer);
    return undefined;
  }

  /** By the record alone: a pointer may be of a change that wasn't saved. */
  async function telling(errand: Errand, subscription: Subscription): Promise<Telling> {
    const { services, owed, told, toldUntil, when } = subscription;
    if (errand.queue === 'owed' && owed) {
      const span = { from: owed.from, to: owed.to };
      // If a digest has come since, the ends that it didn't have are for the next one.
      const upTo = toldUntil !== undefined && toldUntil > owed.to ? told : undefined;
      const question = { span, services, told: owed.told, ...(upTo && { upTo }) };
      return { ...errand, span, told: await reports.read(question) };
    }
    const { at } = errand.pointer;
    const span = spanFor({ at, from: tellsFrom(subscription, at), when }, clock.now());
    return { ...errand, span, told: await reports.read({ span, services, told }) };
  }

  /** The state after the end of a message is recorded on whatever the subscription has become meanwhile. */
  function record({ pointer }: Errand, change: (now: Subscription) => Subscription | undefined) {
    return subscriptions.update(pointer.place, pointer.id, change);
  }

  /**
   * Takes the mark back from a message that wasn't sent; not if another process has begun the same message since, because this one
   * has lost its lease. It shows by a record with another version and the same content: a person who changes it changes the
   * content. Nothing is done if it was begun earlier and nobody knows its end.
   */
  async function unmark(errand: Errand, { marked, isInDoubt, mayStart }: Marking): Promise<void> {
    if (isInDoubt) return;
    const what = begunBy[errand.queue];
    unsent.set(nameOf(errand), marked.version);
    const isSaved = await subscriptions.save(ended(marked.value, what), marked);
    unsent.delete(nameOf(errand));
    const content = JSON.stringify(marked.value);
    if (!isSaved && mayStart())
      await record(errand, now => (JSON.stringify(now) === content ? undefined : ended(now, what)));
  }

  async function conclude(telling: Telling, delivery: Delivery, marking: Marking): Promise<AttemptResult> {
    const { queue, pointer } = telling;
    switch (delivery.kind) {
      case 'sent': {
        const { said } = delivery;
        if (queue === 'due')
          meter.observe('dueLagSeconds', (clock.now() - pointer.at) / 1_000, { what: 'digest' });
        const after = (now: Subscription) =>
          queue === 'owed' ? afterFollowUp(now, telling) : afterDigest(now, telling, said);
        const isRecorded = await unrecorded.record(nameOf(telling), () => record(telling, after));
        return isRecorded ? 'done' : 'retry';
      }
      case 'closed': {
        // It stays due, so that it comes late; digests that were due meanwhile are one with it.
        await unmark(telling, marking);
        return 'closed';
      }
      case 'failed': {
        log.warn({ place: pointer.place.id, id: pointer.id, at: pointer.at }, 'a digest was not taken');
        if (!delivery.mayHaveArrived) await unmark(telling, marking);
        return 'retry';
      }
    }
  }

  /** If it rejects, nothing was sent. */
  async function send(
    { queue, pointer, span, told }: Telling,
    subscription: Subscription,
    mayStart: () => boolean,
  ): Promise<Delivery> {
    const now = clock.now();
    return queue === 'owed' && subscription.owed
      ? messenger.reply(subscription.owed.said, followUpOf(subscription, span, told, now), mayStart)
      : messenger.post(pointer.place, digestOf(subscription, span, told, now), mayStart);
  }

  return async (errand: Errand, mayStart: () => boolean): Promise<AttemptResult> => {
    const { queue } = errand;
    // It was said, and that couldn't be recorded.
    if (await unrecorded.settle(nameOf(errand))) return 'done';
    const kept = await found(errand);
    if (!kept) return 'done';
    const what = begunBy[queue];
    const isUnsent = unsent.get(nameOf(errand)) === kept.version;
    const subscription = isUnsent ? ended(kept.value, what) : kept.value;
    const one = await telling(errand, subscription);
    const { span, told } = one;
    if (queue === 'due' && isQuiet(subscription, span, told)) {
      await subscriptions.save(advanced(subscription, one, undefined), kept);
      return 'done';
    }
    const isInDoubt = subscription.begun.includes(what);
    const begun = isInDoubt ? subscription.begun : [...subscription.begun, what];
    const marked = mayStart() && (await subscriptions.save({ ...subscription, begun }, kept));
    if (!marked) return 'done';
    const marking = { marked, isInDoubt, mayStart };
    const delivery = await send(one, subscription, mayStart).catch(async (error: unknown) => {
      await unmark(errand, marking).catch(() => undefined);
      throw error;
    });
    return conclude(one, delivery, marking);
  };
}

function nameOf({ queue, pointer: { place, id, at } }: Errand): string {
  return JSON.stringify([queue, place.home, place.id, id, at]);
}

function afterDigest(now: Subscription, telling: Telling, said: SaidMessage): Subscription {
  const { span, told } = telling;
  const owed = isUnknown(told) ? { ...span, said, told: now.told } : undefined;
  return { ...advanced(now, telling, owed), lastSaid: span.to };
}

function afterFollowUp(now: Subscription, telling: Telling): Subscription {
  return paid(ended(now, 'followUp'), telling);
}

const begunBy: Readonly<Record<Queue, Begun>> = { due: 'digest', owed: 'followUp' };

/** Its end is known. */
function ended(now: Subscription, what: Begun): Subscription {
  return { ...now, begun: now.begun.filter(begun => begun !== what) };
}

/** Nobody may take it for good news, so the true figures are owed. */
function isUnknown({ report, isWhole }: Told): boolean {
  return !isWhole && (report === undefined || report.verdict === 'unknown');
}

/** Told up to the time of the digest; what was owed before stays owed, together with what is now. */
function advanced(now: Subscription, { pointer, span, told }: Telling, owed: Owed | undefined): Subscription {
  const both =
    owed && now.owed ? { ...owed, from: Math.min(owed.from, now.owed.from), told: now.owed.told } : owed;
  return {
    ...ended(now, 'digest'),
    // On to the next time, unless somebody has set another one meanwhile.
    dueAt: now.dueAt === pointer.at ? nextOccurrence(now.when, span.to) : now.dueAt,
    toldUntil: span.to,
    told: later(now.told, told),
    owed: both ?? now.owed,
  };
}

/** What ended after a digest that has come since is told by the next one. */
function paid(now: Subscription, { span, told }: Telling): Subscription {
  const isToldSince = now.toldUntil !== undefined && now.toldUntil > span.to;
  return {
    ...now,
    owed: now.owed?.to === span.to ? undefined : now.owed,
    told: isToldSince ? now.told : later(now.told, told),
  };
}

/** If nothing could be read, nothing was told: what was told before counts on. */
function later(before: NewsMark | undefined, { report }: Told): NewsMark | undefined {
  const news = report?.news;
  if (!news || !report) return before;
  const asked = report.question.told;
  // The index here was behind what another process had told of it: ends in between may be in no digest yet.
  const isBehind = asked?.index === news.index && asked.until > news.until;
  if (before?.index === news.index && before.until > news.until && !isBehind) return before;
  return news;
}
