import type { Asides } from '../cards/notes.ts';
import type { BinCount } from '../domain/bin.ts';
import type { ConversationKey, ConversationRef } from '../domain/place.ts';
import type { Undelivered } from '../domain/undelivered.ts';

/** What is set in a conversation. Rejects with `StoreError`. */
export interface SettingsHere {
  /** Returns what is in the bin for it; undefined if nothing is. */
  binned(place: ConversationKey): Promise<BinCount | undefined>;
  /** Returns true if anything is set there that sends messages, or a message is still to be sent. */
  isAnythingSet(place: ConversationRef): Promise<boolean>;
}

/**
 * Returns what a list shows of the settings, and beside them. A refused message is known as such until Teams takes the
 * next one: if none is to come, the card must not promise one.
 */
export async function listedHere<A extends { readonly undelivered: Undelivered | undefined }>(
  answer: A,
  place: ConversationRef,
  asides: Asides,
  here: SettingsHere,
): Promise<{ readonly answer: A; readonly asides: Asides }> {
  const isPromised = !answer.undelivered || (await here.isAnythingSet(place));
  return {
    answer: isPromised ? answer : { ...answer, undelivered: undefined },
    asides: { ...asides, binned: await here.binned(place) },
  };
}
