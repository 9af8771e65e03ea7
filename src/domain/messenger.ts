import type { ConversationKey } from './place.ts';

/** A message that was sent, to reply to or to edit. */
export interface SentMessage {
  readonly place: ConversationKey;
  /** Undefined if Teams accepted the message and returned no id. */
  readonly id: string | undefined;
}

/** The result of sending a message. */
export type Delivery =
  | { readonly kind: 'sent'; readonly said: SentMessage }
  /**
   * Teams refuses messages there, or no attempt is made before the time in the conversation's record. Nothing was sent.
   * `othersFirst` if an attempt is due, but this message was refused before: if no other message waits, send it again.
   */
  | { readonly kind: 'closed'; readonly othersFirst?: true }
  /** Teams refused the message, or gave no answer; `mayHaveArrived` if it isn't known which. */
  | { readonly kind: 'failed'; readonly mayHaveArrived: boolean };

/** The message can't be edited any more: it was deleted, is too old, or its id isn't known. */
export interface MessageGone {
  readonly kind: 'missing';
}

/**
 * Sends proactive messages. Rejects only with `StoreError`, and then nothing was sent. Calls `mayStart` directly before
 * each attempt; if it returns false, the message fails.
 */
export interface Messenger<Message> {
  post(place: ConversationKey, message: Message, mayStart: () => boolean): Promise<Delivery>;
  /** Replies in the thread of an earlier message; if there are no threads, after it. */
  reply(to: SentMessage, message: Message, mayStart: () => boolean): Promise<Delivery>;
  /** Replaces an earlier message. The result of a sent edit has the same `said`. */
  edit(said: SentMessage, message: Message, mayStart: () => boolean): Promise<Delivery | MessageGone>;
}
