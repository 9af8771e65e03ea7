import type { PlaceKey } from './place.ts';

/** A message that was said: what a later one is said under, or what is edited. */
export interface SaidMessage {
  readonly place: PlaceKey;
  /** Undefined if the channel took it and told no id. */
  readonly id: string | undefined;
}

/** What became of a message. */
export type Delivery =
  | { readonly kind: 'sent'; readonly said: SaidMessage }
  /**
   * Teams refuses messages there, or is not tried before the time in the place's record. Nothing was sent. `othersFirst` if
   * it may be tried now, but this message was refused before: if no other message waits, send it again.
   */
  | { readonly kind: 'closed'; readonly othersFirst?: true }
  /** It was refused, or nothing was heard; `mayHaveArrived` if it cannot be told which. */
  | { readonly kind: 'failed'; readonly mayHaveArrived: boolean };

/** That message cannot be edited any more: it was deleted, is too old, or its id was never told. */
export interface Missing {
  readonly kind: 'missing';
}

/**
 * Says something unasked. Never rejects but with `StoreError`, and then nothing was sent. `mayStart` is asked directly before each
 * attempt; once it says no, the message fails.
 */
export interface Messenger<Message> {
  post(place: PlaceKey, message: Message, mayStart: () => boolean): Promise<Delivery>;
  /** In the thread of an earlier message; if there are no threads, after it. */
  reply(to: SaidMessage, message: Message, mayStart: () => boolean): Promise<Delivery>;
  /** Puts `message` in the place of an earlier one that was posted; sent, it is `said` itself. */
  edit(said: SaidMessage, message: Message, mayStart: () => boolean): Promise<Delivery | Missing>;
}
