import type { ConversationKey, ConversationRef } from './place.ts';
import type { EpochMs } from './time.ts';

/** Kinds of record in the bin: users' settings, and the address of their conversation. */
type BinnedKind = 'digest' | 'watch' | 'duty' | 'place';

/** Why settings are in the bin. */
export type BinReason =
  /** The bot was removed, or the channel or team was deleted. */
  | 'removed'
  /** Teams refused all messages there for 30 days. */
  | 'unreachable'
  /** The conversation belongs to another organisation now, or its owner has no role any more. */
  | 'notAllowed'
  /** An admin ended it in the list of all subscriptions. */
  | 'ended';

/** A setting of a conversation, as it was when it went into the bin. */
export interface Binned {
  readonly place: ConversationKey;
  readonly what: BinnedKind;
  /** Unique for its kind and conversation. */
  readonly id: string;
  /** Plain JSON, as it was stored. */
  readonly value: unknown;
  readonly at: EpochMs;
  readonly why: BinReason;
}

/** How many settings there are, by kind. */
export interface BinCount {
  readonly digests: number;
  readonly watches: number;
  readonly rosters: number;
}

/** Settings of conversations that the bot can't send to any more, for a year. Rejects with `StoreError`. */
export interface Bin {
  put(one: Binned): Promise<void>;
  /** Returns the settings of a team or chat, or of one channel of a team. */
  of(home: string, place?: Pick<ConversationRef, 'id'>): Promise<readonly Binned[]>;
  remove(one: Binned): Promise<void>;
  /**
   * Removes settings that were put here before `before`, at most `most` per call. Returns true if none of them is left.
   */
  forget(before: EpochMs, most: number): Promise<boolean>;
}

export function countOf(all: readonly Binned[]): BinCount {
  const count = (what: BinnedKind) => all.filter(one => one.what === what).length;
  return { digests: count('digest'), watches: count('watch'), rosters: count('duty') };
}
