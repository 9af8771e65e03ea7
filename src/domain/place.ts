import type { EpochMs } from './time.ts';
import { isBackingOff, type TeamsRefusal, type Undelivered } from './undelivered.ts';

/** Identifies a conversation that the bot was added to: a team's channel, a group chat or a personal chat. */
export interface ConversationKey {
  /** The id of the team, or of the conversation itself if it's no channel: the unit that the bot is removed from. */
  readonly home: string;
  /** The conversation's id, without the thread. */
  readonly id: string;
}

/** Everything that is needed to send proactive messages to a conversation. */
export interface ConversationRef extends ConversationKey {
  readonly kind: 'personal' | 'group' | 'channel';
  readonly tenantId: string | undefined;
  /** Teams' service address, which was checked before it was stored. */
  readonly serviceUrl: string;
  readonly botId: string;
  readonly botName: string | undefined;
  /** The user of a personal chat; absent elsewhere, and in records of earlier versions. */
  readonly owner?: ChatOwner | undefined;
}

export interface ChatOwner {
  /** Teams' id of the user in this conversation. */
  readonly personId: string;
  /** Entra object id, in lower case; undefined if Teams doesn't send it. */
  readonly objectId: string | undefined;
}

/** A conversation as it's stored. */
export interface StoredConversation {
  /** Undefined if messages are due there but the address isn't known, until a user writes there. */
  readonly place: ConversationRef | undefined;
  /** Undefined unless Teams refused the last message. */
  readonly undelivered: Undelivered | undefined;
  /**
   * A different service address, of a user's latest message. It replaces the known one once Teams accepts a message at
   * it.
   */
  readonly movedTo?: ConversationRef | undefined;
  /** Nothing is sent there for a while, because Teams asked for that or because messages aren't allowed there. */
  readonly pause?: SendingPause | undefined;
  /** Since when messages aren't allowed there, and why. */
  readonly held?: { readonly since: EpochMs; readonly why: NotAllowedReason } | undefined;
}

/**
 * Why messages aren't allowed in a conversation: its tenant isn't allowed (any more), or the chat's owner has no role.
 */
export type NotAllowedReason = 'tenant' | 'role';

export interface SendingPause {
  readonly from: EpochMs;
  readonly until: EpochMs;
}

/**
 * Returns true while nothing may be sent there: from a refusal until the next attempt, or while Teams asks for a pause.
 */
export function isSilent({ undelivered, pause }: StoredConversation, now: EpochMs): boolean {
  return isBackingOff(undelivered, now) || isPausedAt(pause, now);
}

/** Returns true during a pause. A clock that was set back ends it. */
export function isPausedAt(pause: SendingPause | undefined, now: EpochMs): boolean {
  return pause !== undefined && now >= pause.from && now < pause.until;
}

/** The conversations that get proactive messages. Rejects with `StoreError`. */
export interface ConversationStore {
  get(key: ConversationKey): Promise<StoredConversation | undefined>;
  /** Stores the conversation, because a user there sets something up. */
  keep(place: ConversationRef): Promise<void>;
  /**
   * Records that a user wrote there: updates the address if the conversation is stored, and allows every message to be
   * attempted at once.
   */
  heard(place: ConversationRef): Promise<void>;
  /**
   * Records that Teams accepted a message, at `movedTo` if that isn't the known address: ends the refusals if the
   * conversation is stored.
   */
  delivered(key: ConversationKey, movedTo?: ConversationRef): Promise<void>;
  /** Records that Teams refused the message `name`, or that it has no address. Returns the new state. */
  refused(key: ConversationKey, reason: TeamsRefusal, at: EpochMs, name?: string): Promise<Undelivered>;
  /** Records that messages aren't allowed there. That is checked again after a while. */
  hold(key: ConversationKey, why: NotAllowedReason, at: EpochMs): Promise<void>;
  /** Returns the conversations in which messages are refused or not allowed, in no order. */
  unreached(): Promise<readonly (StoredConversation & { readonly key: ConversationKey })[]>;
  /** Records that Teams asks to send nothing there for a while. Never shortens a pause. */
  pause(key: ConversationKey, pause: SendingPause): Promise<void>;
  /**
   * Claims the attempt that is due after refusals. Returns false if none is due: another message, perhaps of another
   * instance, has claimed it, and nothing more may be sent before the next one.
   */
  takeTry(key: ConversationKey, at: EpochMs): Promise<boolean>;
  /** Undoes `takeTry` if the attempt showed nothing about the conversation; `before` is the state before it. */
  giveBackTry(key: ConversationKey, before: Undelivered): Promise<void>;
  /** Removes a conversation. Only if the bot was removed from it. */
  forget(key: ConversationKey): Promise<void>;
  /** Returns all conversations of a team, or the one chat. */
  ofHome(home: string): Promise<readonly ConversationKey[]>;
}
