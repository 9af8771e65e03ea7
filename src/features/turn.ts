import type { AdaptiveCard } from '../cards/adaptive-card.ts';
import type { AuditOutcome, RemovedSettings } from '../domain/audit.ts';
import type { BinReason } from '../domain/bin.ts';
import type { Person } from '../domain/person.ts';
import type { ConversationKey, ConversationRef } from '../domain/place.ts';
import type { Role } from '../domain/role.ts';

/** The user's time zone and locale, in which an answer is written. */
export interface Localization {
  /** A valid IANA zone: the asker's own, else the configured one. */
  readonly zone: string;
  /** A zone to store with what is set, if of the asker's own zone only the present offset is known. */
  readonly settingZone?: string | undefined;
  /** BCP 47, as the client says it. */
  readonly locale: string | undefined;
}

/** Something that is about to be changed. */
interface PendingChange {
  /** Of the speaker. */
  readonly role: Role;
  /** The sentence that shows what is set afterwards. */
  readonly shownBy: string;
}

/**
 * Puts a change on record.
 *
 * @throws NotRecordedError if that fails or takes too long: then the change must not be made.
 */
export type BeforeChange = (change: PendingChange) => Promise<void>;

/** Where a turn happens, and who speaks. */
interface Somewhere extends Localization {
  /** Undefined if nothing could be said there later. */
  readonly place?: ConversationRef | undefined;
  readonly speaker?: Person | undefined;
  /** The speaker's Entra object id, in lower case; undefined if the channel does not tell it. */
  readonly objectId?: string | undefined;
  /** The id of the message that its thread stands under; undefined if there are no threads. */
  readonly thread?: string | undefined;
  /** To be awaited before anything is changed; undefined if no record is kept. */
  readonly beforeChange?: BeforeChange | undefined;
}

/** A sentence said to the bot, its own mentions taken out. */
export interface Turn extends Somewhere {
  readonly text: string;
  /** Everybody else who is mentioned in it, each as often as that, in order; in the text they stand as "@Name". */
  readonly people?: readonly Person[];
  /** True if it is the new text of a message that was edited: it is answered, and carries nothing out. */
  readonly isEdited?: boolean;
}

/** A button that was pressed, as it came from the client: not to be believed before it is unpacked. */
export interface PressTurn extends Somewhere {
  readonly verb: unknown;
  readonly data: unknown;
}

/** The bot was removed from a conversation, or can't speak there any more. */
export interface Removal extends Somewhere {
  /** The team, or the one chat. */
  readonly home: string;
  /** The one channel of the team; undefined if it is all of `home`. */
  readonly channel: ConversationKey | undefined;
  /** Why its settings are put away, if the bot wasn't removed. */
  readonly why?: BinReason | undefined;
}

/** How a removal ended. If it failed, `settings` are those deleted so far, undefined if none are known to be. */
export interface Left {
  readonly ending: AuditOutcome;
  readonly settings: RemovedSettings | undefined;
}

/**
 * What is said back. To a sentence: a card or a text. To a press: what the presser alone sees, a card or a short text, with
 * a message in plain text beside it if one was asked for; or a short text beside what everybody sees, which is what the
 * pressed card becomes (`edit`), or a card of its own, said in the same thread (`post`).
 */
export type Reply = {
  /** Absent if it is the answer. */
  readonly ending?: AuditOutcome;
  /** The speaker's; absent if there is none, or it was not looked at. */
  readonly role?: Role;
  /** Present if it says no more than that something was refused, or asked too often. */
  readonly refused?: Refused;
} & (
  | { readonly kind: 'card'; readonly card: AdaptiveCard; readonly message?: string | undefined }
  | { readonly kind: 'text'; readonly text: string; readonly message?: string | undefined }
  | { readonly kind: 'post'; readonly card: AdaptiveCard; readonly text: string }
  | {
      readonly kind: 'edit';
      readonly card: AdaptiveCard;
      readonly text: string;
      /** False if nothing was changed, so that only the presser needs to see the card. */
      readonly isChange: boolean;
    }
);

/** Which refusal a reply is of. */
export interface Refused {
  /** Names the person, the right, the conversation and the reason. */
  readonly refusal: string;
  /** True if the same was answered a moment ago: a sentence needs no other answer. A press always gets its text. */
  readonly isRepeated: boolean;
}

/** Who is answered, and where. */
export type Requester = Localization &
  Pick<Turn, 'place' | 'speaker' | 'objectId' | 'thread' | 'people' | 'beforeChange'>;

/** The reply that is a card alone. */
export const card = (card: AdaptiveCard): Reply => ({ kind: 'card', card });

/** How a press ended that would have changed something and came too late: nothing was changed. */
export const outdated: AuditOutcome = { kind: 'failed', problem: 'outdated' };

/** The reply that is a short text alone. */
export const text = (text: string): Reply => ({ kind: 'text', text });
