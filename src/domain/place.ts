/** By what a conversation that the bot was added to is found: a team's channel, a group chat or a personal chat. */
export interface PlaceKey {
  /** The team whose channel it is, else the conversation itself: what an uninstall takes away as a whole. */
  readonly home: string;
  /** The conversation's id, without the thread. */
  readonly id: string;
}

/** All that it takes to say something there unasked. */
export interface Place extends PlaceKey {
  readonly kind: 'personal' | 'group' | 'channel';
  readonly tenantId: string | undefined;
  /** The channel's service address, checked before it was kept. */
  readonly serviceUrl: string;
  readonly botId: string;
  readonly botName: string | undefined;
}

/** Why nothing can be said in a place until somebody there is heard of again. */
export type PlaceTrouble = 'disabled' | 'notFoundOnce';

/** A place as it is remembered. */
export interface KeptPlace {
  readonly place: Place;
  readonly trouble: PlaceTrouble | undefined;
}

/** The places that something is said in unasked. Rejects with `StoreError`. */
export interface Places {
  get(key: PlaceKey): Promise<KeptPlace | undefined>;
  /** Keeps it, as one without trouble. */
  keep(place: Place): Promise<void>;
  /** Somebody was heard there: where it is kept, its address is brought up to date and its trouble is over. */
  heard(place: Place): Promise<void>;
  /** Marks trouble where it is kept. */
  mark(key: PlaceKey, trouble: PlaceTrouble): Promise<void>;
  forget(key: PlaceKey): Promise<void>;
  /** All places of a team, or the one conversation. */
  ofHome(home: string): Promise<readonly PlaceKey[]>;
}
