import type { ConversationKey } from '../domain/place.ts';
import type { EpochMs } from '../domain/time.ts';
import type { At } from './change.ts';
import type { SettingScope } from './touched.ts';

/** Stands for the conversation of a setting that applies to all of them. */
export const everywhere: ConversationKey = { home: '', id: '' };

/** A setting as it's stored. */
export interface StoredSetting<V> {
  readonly place: ConversationKey;
  /** Unique for its kind and conversation. */
  readonly id: string;
  /** Plain JSON. */
  readonly value: V;
  readonly version: string;
}

/** What a change made of one setting; undefined if it wasn't set. */
export interface SettingChange<V> {
  readonly place: ConversationKey;
  readonly id: string;
  readonly before: V | undefined;
  readonly after: V | undefined;
}

/** A setting that is to be what it was before a change. */
export interface Reversal<V> {
  readonly change: SettingChange<V>;
  /** As it's stored now; undefined if it isn't. */
  readonly current: StoredSetting<V> | undefined;
}

/** How Undo reads settings of one kind, and brings them back. Everything rejects with `StoreError`. */
export interface Undoable<V> {
  /** The order in which several kinds are brought back; what others need comes first. */
  readonly rank: number;
  read(scope: SettingScope): Promise<readonly StoredSetting<V>[]>;
  /**
   * Returns what a user has set, without what the product changes by itself; undefined for a record that counts as not
   * set any more.
   */
  setting(value: V, now: EpochMs): unknown;
  /**
   * Makes the setting what it was, so that it works at once. Returns false, and changes nothing, if its record has
   * changed since it was read. `all` are the settings of this kind that the same change touched.
   */
  bringBack(one: Reversal<V>, all: readonly Reversal<V>[], now: EpochMs): Promise<boolean>;
  /** Completes what follows from the settings that were brought back. Can be repeated. */
  complete?(changes: readonly SettingChange<V>[]): Promise<void>;
  /** Names the setting within a sentence: "the digest daily at 08:00". */
  name(change: SettingChange<V>): string;
  /** Says what is set once these are brought back, as sentences without their full stops. */
  texts(changes: readonly SettingChange<V>[], at: At, now: EpochMs): readonly string[];
}
