import type { PlaceKey } from './place.ts';

/**
 * The buttons of the cards that everybody in a conversation sees and that a press may replace. Each is known by a mark of what it
 * carries. Rejects with `StoreError`.
 */
export interface PostedCards {
  /** Records the marks that the message has now; none if its card may not be replaced any more. */
  note(place: PlaceKey, messageId: string, marks: readonly string[]): Promise<void>;
  /** Returns none for every message that isn't on record. */
  marksOf(place: PlaceKey, messageId: string): Promise<readonly string[]>;
}
