import { type ConversationStore, isSilent } from '../domain/place.ts';
import type { EpochMs } from '../domain/time.ts';
import type { QueuePointer } from './queued-records.ts';

/** A message that waits, with its due time. */
export interface Waiting<P extends QueuePointer> {
  readonly pointer: P;
  readonly since: EpochMs;
}

/** Conversations to check. If this many refuse messages, the rest counts as in time. */
const mostPlaces = 500;

/**
 * Returns the due time of the message that has waited longest; undefined if there is none. Messages to a conversation
 * that Teams refuses, or asked to pause, are late for another reason and don't count. Rejects with `StoreError`.
 */
export async function longestWait<P extends QueuePointer>(
  waiting: readonly Waiting<P>[],
  places: Pick<ConversationStore, 'get'>,
  leads: (pointer: P) => Promise<boolean>,
  now: EpochMs,
): Promise<EpochMs | undefined> {
  const refused = new Map<string, boolean>();
  for (const { pointer, since } of waiting.toSorted((a, b) => a.since - b.since)) {
    const name = JSON.stringify([pointer.place.home, pointer.place.id]);
    if (!refused.has(name)) {
      if (refused.size === mostPlaces) return undefined;
      const stored = await places.get(pointer.place);
      refused.set(name, stored !== undefined && (stored.undelivered !== undefined || isSilent(stored, now)));
    }
    if (!refused.get(name) && (await leads(pointer))) return since;
  }
  return undefined;
}
