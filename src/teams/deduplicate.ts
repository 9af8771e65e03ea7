import { createHash } from 'node:crypto';
import type { Activity } from 'botbuilder';
import { LRUCache } from 'lru-cache';
import { type Clock, type MonotonicMs, msBetween } from '../domain/time.ts';

/** Returns a key that all deliveries of one activity share; undefined for an activity without an id. */
export function deliveryKeyOf(activity: Activity): string | undefined {
  return activity.id ? `${activity.channelId}|${activity.conversation.id}|${activity.id}` : undefined;
}

/** Returns a key that all deliveries and edits of one person's message share; undefined for a message without an id. */
export function messageKeyOf(activity: Activity): string | undefined {
  const delivery = deliveryKeyOf(activity);
  return delivery && JSON.stringify([delivery, activity.from.id]);
}

/** Does work once per key, however often Teams delivers it. */
export interface Deduplicator<T> {
  /** Runs `work`, unless it has been run for this key: then resolves with the same result. Without a key it is always run. */
  once(key: string | undefined, work: () => Promise<T>): Promise<T>;
  forget(key: string): void;
}

/**
 * Keeps results in memory for `ttlMs`, at most `max` of them, from the moment that their work begins. A failure is forgotten, so
 * that the next delivery gets another chance.
 */
export function createDeduplicator<T>({ max, ttlMs }: { max: number; ttlMs: number }): Deduplicator<T> {
  const results = new LRUCache<string, { result: Promise<T> }>({ max, ttl: ttlMs });

  return {
    once(key, work) {
      if (key === undefined) return work();
      const known = results.get(key);
      if (known) return known.result;
      const result = work();
      results.set(key, { result });
      result.catch(() => results.delete(key));
      return result;
    },
    forget(key) {
      results.delete(key);
    },
  };
}

/** Beyond either, an edited message counts as one that was never answered. */
const remembered = { max: 5_000, ttl: 24 * 3_600_000 };
/** How long after a message an edit of it changes its answer in place. */
const editableMs = 15 * 60_000;

/** One delivery of a message: the first, another one, or that of an edit. */
interface MessageDelivery {
  /** The same for every delivery and edit of one message; undefined for one that can't be recognised. */
  readonly key: string | undefined;
  /** The content of the message. */
  readonly words: string;
  readonly isEdited: boolean;
}

/** Answers a message. `earlier` resolves with the id of the answer to replace, if there is one. */
type AnswerMessage = (earlier: Promise<string | undefined>) => Promise<string | undefined>;

/**
 * Remembers which answer each message got, and has each message answered once, and again for each edit that changes its words.
 * It does so in this process's memory alone: after a restart, or at another instance, an edited message gets a new answer.
 */
export interface AnsweredMessages {
  /**
   * Runs `answer`, which resolves with the id of the answer, unless these words were answered: then it waits for that answer. A
   * message whose answer failed counts as not answered. Rejects with what `answer` rejects with.
   */
  once(delivery: MessageDelivery, answer: AnswerMessage): Promise<void>;
}

interface AnsweredMessage {
  readonly words: string;
  /** The time of the message's first answer. */
  readonly at: MonotonicMs;
  readonly answerId: Promise<string | undefined>;
}

const none = Promise.resolve(undefined);

export function createAnsweredMessages(clock: Clock): AnsweredMessages {
  const entries = new LRUCache<string, AnsweredMessage>(remembered);

  return {
    async once({ key, words: clear, isEdited }, answer) {
      if (key === undefined) {
        await answer(none);
        return;
      }
      // A hash, so that people's sentences don't stay in memory for a day.
      const words = createHash('sha256').update(clear).digest('base64url');
      const known = entries.get(key);
      if (known && (!isEdited || known.words === words)) {
        await known.answerId;
        return;
      }
      const now = clock.monotonic();
      const isEditable = known !== undefined && msBetween(known.at, now) <= editableMs;
      const earlier = isEditable ? known.answerId.catch(() => undefined) : none;
      const entry: AnsweredMessage = { words, at: isEditable ? known.at : now, answerId: answer(earlier) };
      entries.set(key, entry);
      try {
        await entry.answerId;
      } catch (error) {
        if (entries.peek(key) === entry) {
          if (known) entries.set(key, known);
          else entries.delete(key);
        }
        throw error;
      }
    },
  };
}
