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

/** A pointer without a subscription may belong to one that is being saved right now; an older one is removed. */
const strayMs = 10 * 60_000;
/** Limit for `unsent`. */
const mostUnsent = 20_000;

export interface DeliverParts {
  readonly subscriptions: Subscriptions;
  readonly reports: Pick<Reports, 'read'>;
  readonly messenger: Messenger<DigestMessage>;
  readonly meter: Meter;
  readonly clock: Clock;
  readonly log: Log;
}

/** A pointer of a queue, to a message that may be due. */
export interface Errand {
  readonly queue: Queue;
  readonly pointer: Pointer;
}

/** A message that is due, with its window and report. */
interface PreparedMessage extends Errand {
  readonly span: Span;
  readonly cached: Told;
}

/** A subscription that was marked because its message is being sent. */
interface Marking {
  readonly marked: Kept;
  /** An earlier attempt has an unknown result. The mark stays until a message is sent. */
  readonly isInDoubt: boolean;
  readonly mayStart: () => boolean;
}

/**
 * Returns a function that sends one digest, or a follow-up with the true figures, as they are known now. It marks the
 * subscription before it sends, and records the new state afterwards, each only if the subscription hasn't changed. So
 * one of several processes sends the message; if that one dies in between, the next knows that it may have been sent.
 * Rejects with `StoreError`.
 */
export function createDeliver({ subscriptions, reports, messenger, meter, clock, log }: DeliverParts) {
  const unrecorded = createUnrecorded();
  /**
   * By message: the version of a record that is marked as in flight, although this process knows that the message
   * wasn't sent.
   */
  const unsent = new LRUCache<string, string>({ max: mostUnsent });

  async function found({ queue, pointer }: Errand): Promise<Kept | undefined> {
    const stored = await subscriptions.get(pointer.place, pointer.id);
    const { dueAt, owed } = stored?.value ?? {};
    if ((queue === 'due' ? dueAt : owed?.to) === pointer.at) return stored;
    if (clock.now() - pointer.at > strayMs) await subscriptions.dropStray(queue, pointer);
    return undefined;
  }

  /** Decides by the record alone: a pointer may be of a change that wasn't saved. */
  async function prepare(errand: Errand, subscription: Subscription): Promise<PreparedMessage> {
    const { services, owed, told, toldUntil, when } = subscription;
    if (errand.queue === 'owed' && owed) {
      const span = { from: owed.from, to: owed.to };
      // If a digest was sent since, the next one reports the ends that it lacked.
      const upTo = toldUntil !== undefined && toldUntil > owed.to ? told : undefined;
      const question = { span, services, told: owed.told, ...(upTo && { upTo }) };
      return { ...errand, span, cached: await reports.read(question) };
    }
    const { at } = errand.pointer;
    const span = spanFor({ at, from: tellsFrom(subscription, at), when }, clock.now());
    return { ...errand, span, cached: await reports.read({ span, services, told }) };
  }

  /** Applies the state after a sent message to the subscription as it is now. */
  function record({ pointer }: Errand, change: (now: Subscription) => Subscription | undefined) {
    return subscriptions.update(pointer.place, pointer.id, change);
  }

  /**
   * Removes the mark of a message that wasn't sent. Leaves it if an earlier attempt has an unknown result, or if
   * another process has marked the same message since because this one lost its lease. That shows by a new version with
   * the same content: a user's change has another content.
   */
  async function unmark(errand: Errand, { marked, isInDoubt, mayStart }: Marking): Promise<void> {
    if (isInDoubt) return;
    const kind = messageKindOf[errand.queue];
    unsent.set(nameOf(errand), marked.version);
    const isSaved = await subscriptions.save(withoutMark(marked.value, kind), marked);
    unsent.delete(nameOf(errand));
    const content = JSON.stringify(marked.value);
    if (!isSaved && mayStart())
      await record(errand, now => (JSON.stringify(now) === content ? undefined : withoutMark(now, kind)));
  }

  async function conclude(
    prepared: PreparedMessage,
    delivery: Delivery,
    marking: Marking,
  ): Promise<AttemptResult> {
    const { queue, pointer } = prepared;
    switch (delivery.kind) {
      case 'sent': {
        const { said } = delivery;
        if (queue === 'due')
          meter.observe('dueLagSeconds', (clock.now() - pointer.at) / 1_000, { what: 'digest' });
        const after = (now: Subscription) =>
          queue === 'owed' ? afterFollowUp(now, prepared) : afterDigest(now, prepared, said);
        const isRecorded = await unrecorded.record(nameOf(prepared), () => record(prepared, after));
        return isRecorded ? 'done' : 'retry';
      }
      case 'closed': {
        // It stays due and is sent late, merged with the digests that are due until then.
        await unmark(prepared, marking);
        return 'closed';
      }
      case 'failed': {
        log.warn(
          { place: pointer.place.id, id: pointer.id, at: pointer.at },
          'digest not delivered, trying again',
        );
        if (!delivery.mayHaveArrived) await unmark(prepared, marking);
        return 'retry';
      }
    }
  }

  /** Sends the message. If it rejects, nothing was sent. */
  async function send(
    { queue, pointer, span, cached }: PreparedMessage,
    subscription: Subscription,
    mayStart: () => boolean,
  ): Promise<Delivery> {
    const now = clock.now();
    return queue === 'owed' && subscription.owed
      ? messenger.reply(subscription.owed.said, followUpOf(subscription, span, cached, now), mayStart)
      : messenger.post(pointer.place, digestOf(subscription, span, cached, now), mayStart);
  }

  return async (errand: Errand, mayStart: () => boolean): Promise<AttemptResult> => {
    const { queue } = errand;
    // It was sent, and that couldn't be recorded.
    if (await unrecorded.settle(nameOf(errand))) return 'done';
    const stored = await found(errand);
    if (!stored) return 'done';
    const kind = messageKindOf[queue];
    const isUnsent = unsent.get(nameOf(errand)) === stored.version;
    const subscription = isUnsent ? withoutMark(stored.value, kind) : stored.value;
    const prepared = await prepare(errand, subscription);
    const { span, cached } = prepared;
    if (queue === 'due' && isQuiet(subscription, span, cached)) {
      await subscriptions.save(advanced(subscription, prepared, undefined), stored);
      return 'done';
    }
    const isInDoubt = subscription.begun.includes(kind);
    const begun = isInDoubt ? subscription.begun : [...subscription.begun, kind];
    const marked = mayStart() && (await subscriptions.save({ ...subscription, begun }, stored));
    if (!marked) return 'done';
    const marking = { marked, isInDoubt, mayStart };
    const delivery = await send(prepared, subscription, mayStart).catch(async (error: unknown) => {
      await unmark(errand, marking).catch(() => undefined);
      throw error;
    });
    return conclude(prepared, delivery, marking);
  };
}

function nameOf({ queue, pointer: { place, id, at } }: Errand): string {
  return JSON.stringify([queue, place.home, place.id, id, at]);
}

function afterDigest(now: Subscription, prepared: PreparedMessage, said: SaidMessage): Subscription {
  const { span, cached } = prepared;
  const owed = isUnknown(cached) ? { ...span, said, told: now.told } : undefined;
  return { ...advanced(now, prepared, owed), lastSaid: span.to };
}

function afterFollowUp(now: Subscription, prepared: PreparedMessage): Subscription {
  return withFollowUp(withoutMark(now, 'followUp'), prepared);
}

const messageKindOf: Readonly<Record<Queue, Begun>> = { due: 'digest', owed: 'followUp' };

/** Removes the mark of a message whose result is known. */
function withoutMark(now: Subscription, kind: Begun): Subscription {
  return { ...now, begun: now.begun.filter(begun => begun !== kind) };
}

/**
 * Returns true if the report is incomplete in a way that a user could mistake for good news: then a follow-up is due.
 */
function isUnknown({ report, isWhole }: Told): boolean {
  return !isWhole && (report === undefined || report.verdict === 'unknown');
}

/** Moves the subscription on to its next time. A follow-up that is still due is merged with `owed`. */
function advanced(
  now: Subscription,
  { pointer, span, cached }: PreparedMessage,
  owed: Owed | undefined,
): Subscription {
  const both =
    owed && now.owed ? { ...owed, from: Math.min(owed.from, now.owed.from), told: now.owed.told } : owed;
  return {
    ...withoutMark(now, 'digest'),
    // A user may have set another time meanwhile.
    dueAt: now.dueAt === pointer.at ? nextOccurrence(now.when, span.to) : now.dueAt,
    toldUntil: span.to,
    told: laterMark(now.told, cached),
    owed: both ?? now.owed,
  };
}

/** Removes the follow-up that was sent. If a digest was sent since, the next one reports the ends after it. */
function withFollowUp(now: Subscription, { span, cached }: PreparedMessage): Subscription {
  const hasDigestSince = now.toldUntil !== undefined && now.toldUntil > span.to;
  return {
    ...now,
    owed: now.owed?.to === span.to ? undefined : now.owed,
    told: hasDigestSince ? now.told : laterMark(now.told, cached),
  };
}

/** Returns the mark after a report; the one before it if nothing could be read. */
function laterMark(before: NewsMark | undefined, { report }: Told): NewsMark | undefined {
  const news = report?.news;
  if (!news || !report) return before;
  const asked = report.question.told;
  // The index here was behind the one that another process reported from: ends in between may be in no digest yet.
  const isBehind = asked?.index === news.index && asked.until > news.until;
  if (before?.index === news.index && before.until > news.until && !isBehind) return before;
  return news;
}
