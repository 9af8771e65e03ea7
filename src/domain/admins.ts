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

/** The people whom the settings name, once they were heard: by name, and where an admin can be told something alone. */
export interface Admins {
  /**
   * Somebody was heard: nothing comes of it but for one whom the settings name. Their name is remembered and, if it is
   * an admin's personal chat, the place. Nobody waits for it, and it never throws.
   */
  heard(objectId: string, name: string, place: Place | undefined): void;
  /** Those who are admins now and were heard. Rejects with `StoreError`. */
  all(): Promise<readonly KnownAdmin[]>;
  /** By object id, of everybody whom the settings name now and who was heard. Rejects with `StoreError`. */
  names(): Promise<ReadonlyMap<string, string>>;
}
