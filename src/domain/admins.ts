import type { Place, PlaceKey } from './place.ts';

/** An admin who was heard at least once. */
export interface KnownAdmin {
  /** Entra object id, in lower case. */
  readonly objectId: string;
  /** As the channel tells it: data, to be shown as plain text. */
  readonly name: string;
  /** Their personal chat with the bot; undefined until something is heard there. */
  readonly place: PlaceKey | undefined;
}

/** The admins by name, and where each can be told something alone. */
export interface Admins {
  /**
   * Somebody was heard: nothing comes of it but for an admin, whose name is remembered and, where it is a personal chat,
   * the place. Nobody waits for it, and it never throws.
   */
  heard(objectId: string, name: string, place: Place | undefined): void;
  /** Those who are admins now and were heard. Rejects with `StoreError`. */
  all(): Promise<readonly KnownAdmin[]>;
}
