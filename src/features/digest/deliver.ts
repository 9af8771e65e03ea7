import type { Log } from '../../domain/log.ts';
import type { Delivery, Messenger } from '../../domain/messenger.ts';
import type { Meter } from '../../domain/meter.ts';
import type { Clock } from '../../domain/time.ts';
import type { AttemptResult } from '../../schedule/conversation-back-off.ts';
import { createUnrecorded } from '../../schedule/unrecorded.ts';
import { createInFlightMarks, type Marking, nameOf } from './in-flight-marks.ts';
import type { DigestMessage } from './message.ts';
import {
  advanced,
  afterDigest,
  afterFollowUp,
  type PreparedMessage,
  type QueuedMessage,
} from './progress.ts';
import type { Reports } from './report-cache.ts';
import type { Subscription } from './subscription.ts';
import { type StoredSubscription, type Subscriptions, windowStart } from './subscriptions.ts';
import { digestOf, dueWindow, followUpOf, isQuiet } from './write-message.ts';

/** A pointer without a subscription may belong to one that is being saved right now; an older one is removed. */
const strayMs = 10 * 60_000;

export interface DeliverParts {
  readonly subscriptions: Subscriptions;
  readonly reports: Pick<Reports, 'read'>;
  readonly messenger: Messenger<DigestMessage>;
  readonly meter: Meter;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Returns a function that sends one digest, or a follow-up with the true figures, as they are known now. It marks the
 * subscription before it sends, and records the new state afterwards, each only if the subscription hasn't changed. So
 * one of several processes sends the message; if that one dies in between, the next knows that it may have been sent.
 * Rejects with `StoreError`.
 */
export function createDeliver(parts: DeliverParts) {
  const { subscriptions, messenger, clock } = parts;
  const unrecorded = createUnrecorded();
  const marks = createInFlightMarks(subscriptions);
  const conclude = createConclude(parts, unrecorded, marks);

  async function found({ queue, pointer }: QueuedMessage): Promise<StoredSubscription | undefined> {
    const stored = await subscriptions.get(pointer.place, pointer.id);
    const { dueAt, owed } = stored?.value ?? {};
    if ((queue === 'due' ? dueAt : owed?.to) === pointer.at) return stored;
    if (clock.now() - pointer.at > strayMs) await subscriptions.dropStray(queue, pointer);
    return undefined;
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

  return async (message: QueuedMessage, mayStart: () => boolean): Promise<AttemptResult> => {
    const { queue } = message;
    // It was sent, and that couldn't be recorded.
    if (await unrecorded.settle(nameOf(message))) return 'done';
    const stored = await found(message);
    if (!stored) return 'done';
    const subscription = marks.trusted(message, stored);
    const prepared = await prepare(parts, message, subscription);
    const { span, cached } = prepared;
    if (queue === 'due' && isQuiet(subscription, span, cached)) {
      await subscriptions.save(advanced(subscription, prepared, undefined), stored);
      return 'done';
    }
    const marking = await marks.mark(message, subscription, stored, mayStart);
    if (!marking) return 'done';
    const delivery = await send(prepared, subscription, mayStart).catch(async (error: unknown) => {
      await marks.unmark(message, marking).catch(() => undefined);
      throw error;
    });
    return conclude(prepared, delivery, marking);
  };
}

/** Decides by the record alone: a pointer may be of a change that wasn't saved. */
async function prepare(
  { reports, clock }: Pick<DeliverParts, 'reports' | 'clock'>,
  message: QueuedMessage,
  subscription: Subscription,
): Promise<PreparedMessage> {
  const { services, owed, told, toldUntil, when } = subscription;
  if (message.queue === 'owed' && owed) {
    const span = { from: owed.from, to: owed.to };
    // If a digest was sent since, the next one reports the ends that it lacked.
    const upTo = toldUntil !== undefined && toldUntil > owed.to ? told : undefined;
    const question = { span, services, told: owed.told, ...(upTo && { upTo }) };
    return { ...message, span, cached: await reports.read(question) };
  }
  const { at } = message.pointer;
  const span = dueWindow({ at, from: windowStart(subscription, at), when }, clock.now());
  return { ...message, span, cached: await reports.read({ span, services, told }) };
}

/** Returns a function that records what became of a message. */
function createConclude(
  { subscriptions, meter, clock, log }: DeliverParts,
  unrecorded: ReturnType<typeof createUnrecorded>,
  marks: ReturnType<typeof createInFlightMarks>,
) {
  /** Applies the state after a sent message to the subscription as it is now. */
  function record({ pointer }: QueuedMessage, change: (now: Subscription) => Subscription | undefined) {
    return subscriptions.update(pointer.place, pointer.id, change);
  }

  return async (prepared: PreparedMessage, delivery: Delivery, marking: Marking): Promise<AttemptResult> => {
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
        await marks.unmark(prepared, marking);
        return 'closed';
      }
      case 'failed': {
        log.warn(
          { place: pointer.place.id, id: pointer.id, at: pointer.at },
          'digest not delivered, trying again',
        );
        if (!delivery.mayHaveArrived) await marks.unmark(prepared, marking);
        return 'retry';
      }
    }
  };
}
