import { LRUCache } from 'lru-cache';
import type { Log } from '../domain/log.ts';
import type { ConversationRef, ConversationStore } from '../domain/place.ts';
import { type Clock, type MonotonicMs, msBetween } from '../domain/time.ts';

/** Conversations that were touched lately. */
const mostTouched = 10_000;
/** How often the store is asked about an active conversation. */
const touchEveryMs = 5_000;

/**
 * Returns a function that records that a person wrote in a conversation, so that its address stays up to date and its refusals end. The
 * answer doesn't wait for the store, and a failure leaves only a line in the log.
 */
export function createTouchConversation(
  places: Pick<ConversationStore, 'heard'>,
  clock: Clock,
  log: Log,
): (place: ConversationRef) => void {
  const touched = new LRUCache<string, { readonly text: string; readonly at: MonotonicMs }>({
    max: mostTouched,
  });
  return place => {
    const name = JSON.stringify([place.home, place.id]);
    const [text, at] = [JSON.stringify(place), clock.monotonic()];
    const last = touched.get(name);
    if (last?.text === text && msBetween(last.at, at) < touchEveryMs) return;
    touched.set(name, { text, at });
    places.heard(place).catch((err: unknown) => {
      touched.delete(name);
      log.warn({ err, place: place.id }, 'conversation record not updated');
    });
  };
}
