import { LRUCache } from 'lru-cache';
import { messageKindOf, type QueuedMessage, withoutMark } from './progress.ts';
import type { Subscription } from './subscription.ts';
import type { StoredSubscription, Subscriptions } from './subscriptions.ts';

/** Limit for `unsent`. */
const mostUnsent = 20_000;

/** A subscription that was marked because its message is being sent. */
export interface Marking {
  readonly marked: StoredSubscription;
  /** An earlier attempt has an unknown result. The mark stays until a message is sent. */
  readonly isInDoubt: boolean;
  readonly mayStart: () => boolean;
}

/**
 * Marks subscriptions whose message is in flight, so that the next process knows that it may have been sent. Everything
 * rejects with `StoreError`.
 */
export interface InFlightMarks {
  /** Returns the subscription without a mark that this process knows to be wrong. */
  trusted(message: QueuedMessage, stored: StoredSubscription): Subscription;
  /** Marks the subscription. Returns undefined if it has changed since, or if `mayStart` returns false. */
  mark(
    message: QueuedMessage,
    subscription: Subscription,
    stored: StoredSubscription,
    mayStart: () => boolean,
  ): Promise<Marking | undefined>;
  /**
   * Removes the mark of a message that wasn't sent. Leaves it if an earlier attempt has an unknown result, or if
   * another process has marked the same message since because this one lost its lease. That shows by a new version with
   * the same content: a user's change has another content.
   */
  unmark(message: QueuedMessage, marking: Marking): Promise<void>;
}

export function createInFlightMarks(subscriptions: Pick<Subscriptions, 'save' | 'update'>): InFlightMarks {
  /**
   * By message: the version of a record that is marked as in flight, although this process knows that the message
   * wasn't sent.
   */
  const unsent = new LRUCache<string, string>({ max: mostUnsent });

  return {
    trusted(message, { value, version }) {
      const isUnsent = unsent.get(nameOf(message)) === version;
      return isUnsent ? withoutMark(value, messageKindOf[message.queue]) : value;
    },

    async mark({ queue }, subscription, stored, mayStart) {
      const kind = messageKindOf[queue];
      const isInDoubt = subscription.begun.includes(kind);
      const begun = isInDoubt ? subscription.begun : [...subscription.begun, kind];
      const marked = mayStart() && (await subscriptions.save({ ...subscription, begun }, stored));
      return marked ? { marked, isInDoubt, mayStart } : undefined;
    },

    async unmark(message, { marked, isInDoubt, mayStart }) {
      if (isInDoubt) return;
      const { place, id } = message.pointer;
      const kind = messageKindOf[message.queue];
      unsent.set(nameOf(message), marked.version);
      const isSaved = await subscriptions.save(withoutMark(marked.value, kind), marked);
      unsent.delete(nameOf(message));
      if (isSaved || !mayStart()) return;
      const content = JSON.stringify(marked.value);
      await subscriptions.update(place, id, now =>
        JSON.stringify(now) === content ? undefined : withoutMark(now, kind),
      );
    },
  };
}

/** Returns a unique name of the message. */
export function nameOf({ queue, pointer: { place, id, at } }: QueuedMessage): string {
  return JSON.stringify([queue, place.home, place.id, id, at]);
}
