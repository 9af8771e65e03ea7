import type { Place, PlaceKey } from './place.ts';
import type { EpochMs } from './time.ts';

/** What can be put away: settings that people made, and the address that they were told at. */
type BinnedKind = 'digest' | 'watch' | 'duty' | 'place';

/** Why settings are in the bin. */
export type BinReason =
  /** The bot was removed, or the channel or team was deleted. */
  | 'removed'
  /** Teams took no message there for 30 days. */
  | 'unreachable'
  /** The conversation is of another organisation now, or its owner has no role any more. */
  | 'notAllowed'
  /** An admin ended it from the list of all. */
  | 'ended';

/** Something that was set in a conversation, as it was when it was put away. */
export interface Binned {
  readonly place: PlaceKey;
  readonly what: BinnedKind;
  /** Unique among those of its kind in its place. */
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

/** Settings of conversations that the bot can't speak in any more, for a year. Rejects with `StoreError`. */
export interface Bin {
  put(one: Binned): Promise<void>;
  /** Of a team or chat, or of one place of a team. */
  of(home: string, place?: Pick<Place, 'id'>): Promise<readonly Binned[]>;
  remove(one: Binned): Promise<void>;
  /** Removes what was put away before `before`, `most` at once. Returns true if nothing of that is left. */
  forget(before: EpochMs, most: number): Promise<boolean>;
}

export function countOf(all: readonly Binned[]): BinCount {
  const count = (what: BinnedKind) => all.filter(one => one.what === what).length;
  return { digests: count('digest'), watches: count('watch'), rosters: count('duty') };
}
