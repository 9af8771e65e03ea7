import type { ConversationKey } from './place.ts';

/**
 * The buttons of cards that all users of a conversation see and that an action may replace. Each is identified by a
 * hash of its payload. Rejects with `StoreError`.
 */
export interface PostedCards {
  /** Records the hashes of a message's buttons; none if its card may not be replaced any more. */
  note(place: ConversationKey, messageId: string, marks: readonly string[]): Promise<void>;
  /** Returns no hashes for a message that isn't on record. */
  marksOf(place: ConversationKey, messageId: string): Promise<readonly string[]>;
}
