import type { ConversationKey, ConversationRef } from './place.ts';

/** An admin who has written to the bot at least once. */
export interface KnownAdmin {
  /** Entra object id, in lower case. */
  readonly objectId: string;
  /** As Teams sends it: data, to be shown as plain text. */
  readonly name: string;
  /** Their personal chat with the bot; undefined until they write there. */
  readonly place: ConversationKey | undefined;
}

/** The users whom the settings name, from their first message on: their names, and the personal chats of admins. */
export interface Admins {
  /**
   * Records that a user wrote. Ignores users whom the settings don't name. Stores the user's name and, if it's an
   * admin's personal chat, the conversation. Returns at once, and never throws.
   */
  heard(objectId: string, name: string, place: ConversationRef | undefined): void;
  /** Returns the current admins who have written. Rejects with `StoreError`. */
  all(): Promise<readonly KnownAdmin[]>;
  /**
   * Returns names by object id, of all users whom the settings name now and who have written. Rejects with
   * `StoreError`.
   */
  names(): Promise<ReadonlyMap<string, string>>;
}
