import type { Log } from '../domain/log.ts';
import type { Delivery, Messenger } from '../domain/messenger.ts';
import type { Meter } from '../domain/meter.ts';
import type { Clock } from '../domain/time.ts';
import { nextOccurrence } from '../schedule/recurrence.ts';
import type { Ending } from '../schedule/rests.ts';
import { digestOf, followUpOf, isQuiet } from './compose.ts';
import type { DigestMessage } from './message.ts';
import type { ReportKey, Told } from './reports.ts';
import type { Begun, Owed, Subscription } from './subscription.ts';
import type { Kept, Pointer, Queue, Subscriptions } from './subscriptions.ts';

/** A pointer that leads nowhere may belong to a subscription that is being saved this moment; later it is dropped. */
const strayMs = 10 * 60_000;

export interface DeliverParts {
  readonly subscriptions: Subscriptions;
  readonly messenger: Messenger<DigestMessage>;
  readonly meter: Meter;
  readonly clock: Clock;
  readonly log: Log;
}

/** What a pointer leads to, to be said with what was read. */
export interface Errand {
  readonly queue: Queue;
  readonly pointer: Pointer;
  readonly key: ReportKey;
  readonly told: Told;
}

/**
 * Says one digest, or the true figures that are owed. The subscription is marked before the message goes out and its new
 * state is recorded after, each only if nobody else has changed it: so of several processes one says it, and where one
 * dies in between, the next knows that it may have been said. Rejects with `StoreError`.
 */
export function createDeliver({ subscriptions, messenger, meter, clock, log }: DeliverParts) {
  async function found({ queue, pointer }: Errand): Promise<Kept | undefined> {
    const kept = await subscriptions.get(pointer.place, pointer.id);
    const { dueAt, owed } = kept?.value ?? {};
    if ((queue === 'due' ? dueAt : owed?.to) === pointer.at) return kept;
    if (clock.now() - pointer.at > strayMs) await subscriptions.dropStray(queue, pointer);
    return undefined;
  }

  /** The state after the end of a message is recorded on whatever the subscription has become meanwhile. */
  function record(errand: Errand, change: (now: Subscription) => Subscription) {
    return subscriptions.update(errand.pointer.place, errand.pointer.id, change);
  }

  /** `isInDoubt` where it was begun earlier and nobody knows its end: that stays so until it is said. */
  async function conclude(errand: Errand, delivery: Delivery, isInDoubt: boolean): Promise<Ending> {
    const { queue, pointer, key, told } = errand;
    const refused = (now: Subscription) => (isInDoubt ? now : ended(now, begunBy[queue]));
    switch (delivery.kind) {
      case 'sent': {
        if (queue === 'owed') await record(errand, now => paid(ended(now, 'followUp'), key));
        else {
          const { said } = delivery;
          meter.observe('dueLagSeconds', (clock.now() - pointer.at) / 1_000, { what: 'digest' });
          const owed = isUnknown(told) ? { from: key.from, to: key.to, said } : undefined;
          await record(errand, now => ({ ...advanced(now, pointer, key, owed), lastSaid: key.to }));
        }
        return 'over';
      }
      case 'closed': {
        // It stays due, so that it comes late; digests that were due meanwhile are one with it.
        await record(errand, refused);
        return 'closed';
      }
      case 'failed': {
        log.warn({ place: pointer.place.id, id: pointer.id, at: pointer.at }, 'a digest was not taken');
        if (!delivery.mayHaveArrived) await record(errand, refused);
        return 'later';
      }
    }
  }

  return async (errand: Errand, mayStart: () => boolean): Promise<Ending> => {
    const { queue, pointer, key, told } = errand;
    const kept = await found(errand);
    if (!kept) return 'over';
    const subscription = kept.value;
    if (queue === 'due' && isQuiet(subscription, key, told)) {
      await subscriptions.save(advanced(subscription, pointer, key, undefined), kept);
      return 'over';
    }
    const isInDoubt = subscription.begun.includes(begunBy[queue]);
    const begun = isInDoubt ? subscription.begun : [...subscription.begun, begunBy[queue]];
    if (!mayStart() || !(await subscriptions.save({ ...subscription, begun }, kept))) return 'over';
    const now = clock.now();
    const delivery =
      queue === 'owed' && subscription.owed
        ? await messenger.reply(subscription.owed.said, followUpOf(subscription, key, told, now), mayStart)
        : await messenger.post(pointer.place, digestOf(subscription, key, told, now), mayStart);
    return conclude(errand, delivery, isInDoubt);
  };
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
function advanced(
  now: Subscription,
  pointer: Pointer,
  { to }: ReportKey,
  owed: Owed | undefined,
): Subscription {
  const both = owed && now.owed ? { ...owed, from: Math.min(owed.from, now.owed.from) } : owed;
  const told = ended(skipped(now, pointer, { to }), 'digest');
  return { ...told, toldUntil: to, owed: both ?? now.owed };
}

/** On to the next time, unless somebody has set another one meanwhile. */
function skipped(now: Subscription, pointer: Pointer, { to }: Pick<ReportKey, 'to'>): Subscription {
  const dueAt = now.dueAt === pointer.at ? nextOccurrence(now.when, to) : now.dueAt;
  // The first one has a day; whatever is put off must not move that.
  return { ...now, dueAt, toldUntil: now.toldUntil ?? pointer.from };
}

function paid(now: Subscription, { to }: ReportKey): Subscription {
  return { ...now, owed: now.owed?.to === to ? undefined : now.owed };
}
