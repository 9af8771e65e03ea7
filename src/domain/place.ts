import type { EpochMs } from './time.ts';
import { isResting, type RefusalReason, type Undelivered } from './undelivered.ts';

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
  /** Whose personal chat it is; absent elsewhere, and in records of earlier versions. */
  readonly owner?: PlaceOwner | undefined;
}

export interface PlaceOwner {
  /** By which the channel knows them there. */
  readonly personId: string;
  /** Entra object id, in lower case; undefined if the channel doesn't tell it. */
  readonly objectId: string | undefined;
}

/** A place as it is remembered. */
export interface KeptPlace {
  /** Undefined if something is to be sent there and the address is not known, until a person writes there. */
  readonly place: Place | undefined;
  /** Undefined unless Teams refused the last message. */
  readonly undelivered: Undelivered | undefined;
  /** Where a person last wrote from, if that is another service address; it replaces the known one once Teams takes a message at it. */
  readonly movedTo?: Place | undefined;
  /** Nothing is sent there for a while: Teams has asked for it, or nothing may be said there. */
  readonly pause?: SendingPause | undefined;
  /** Since when nothing may be said there, and why. */
  readonly held?: { readonly since: EpochMs; readonly why: HeldReason } | undefined;
}

/** Why nothing may be said somewhere: the tenant isn't allowed (any more), or the owner of the chat has no role. */
export type HeldReason = 'tenant' | 'role';

export interface SendingPause {
  readonly from: EpochMs;
  readonly until: EpochMs;
}

/** True while nothing may be sent there: after a refusal until the next try, or since Teams has asked to wait. */
export function isSilent({ undelivered, pause }: KeptPlace, now: EpochMs): boolean {
  return isResting(undelivered, now) || isPausedAt(pause, now);
}

/** True during a pause. A clock that was set back ends it. */
export function isPausedAt(pause: SendingPause | undefined, now: EpochMs): boolean {
  return pause !== undefined && now >= pause.from && now < pause.until;
}

/** The places that something is said in unasked. Rejects with `StoreError`. */
export interface Places {
  get(key: PlaceKey): Promise<KeptPlace | undefined>;
  /** Keeps the place, because a person there sets something. */
  keep(place: Place): Promise<void>;
  /** A person wrote there: notes the address if the place is kept, and lets everything be tried at once. */
  heard(place: Place): Promise<void>;
  /** Teams took a message, at `movedTo` if that isn't the known address: ends the refusals if the place is kept. */
  delivered(key: PlaceKey, movedTo?: Place): Promise<void>;
  /** Teams refused the message `name`, or there is no address to send it to. Returns the state that follows. */
  refused(key: PlaceKey, reason: RefusalReason, at: EpochMs, name?: string): Promise<Undelivered>;
  /** Nothing may be said there: it's looked at again after a while. */
  hold(key: PlaceKey, why: HeldReason, at: EpochMs): Promise<void>;
  /** Those in which messages are refused or held, in no order. */
  unreached(): Promise<readonly (KeptPlace & { readonly key: PlaceKey })[]>;
  /** Teams has asked to send nothing there for a while. It shortens no pause. */
  pause(key: PlaceKey, pause: SendingPause): Promise<void>;
  /**
   * Takes the try that is due after refusals. Returns false if none is due: another message, perhaps of another instance,
   * has taken it, and nothing more may be sent before the next one.
   */
  takeTry(key: PlaceKey, at: EpochMs): Promise<boolean>;
  /** Undoes `takeTry` if the try showed nothing of the conversation; `before` is the state before it. */
  giveBackTry(key: PlaceKey, before: Undelivered): Promise<void>;
  /** Only for a place that the bot was removed from. */
  forget(key: PlaceKey): Promise<void>;
  /** All places of a team, or the one conversation. */
  ofHome(home: string): Promise<readonly PlaceKey[]>;
}
