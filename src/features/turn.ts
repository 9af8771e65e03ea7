import type { AdaptiveCard } from '../cards/adaptive-card.ts';
import type { CardAction } from '../cards/button-link.ts';
import type { AuditOutcome, RemovedSettings } from '../domain/audit.ts';
import type { BinReason } from '../domain/bin.ts';
import type { Person } from '../domain/person.ts';
import type { ConversationKey, ConversationRef } from '../domain/place.ts';
import type { Role } from '../domain/role.ts';

/** The user's time zone and locale, in which an answer is written. */
export interface Localization {
  /** A valid IANA zone: the asker's own, else the configured one. */
  readonly zone: string;
  /** A zone to store with settings, if only the present offset of the user's own zone is known. */
  readonly settingZone?: string | undefined;
  /** The same as `zone` if it's known to be that of the only person who reads the answer. */
  readonly ownZone?: string | undefined;
  /** BCP 47, as the client sends it. */
  readonly locale: string | undefined;
}

/** Something that is about to be changed. */
interface PendingChange {
  /** Of the speaker; undefined only if the change needs none. */
  readonly role: Role | undefined;
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
  /** The user's Entra object id, in lower case; undefined if the channel doesn't send it. */
  readonly objectId?: string | undefined;
  /** The id of the message at the top of the thread; undefined if there are no threads. */
  readonly thread?: string | undefined;
  /** To be awaited before a change is made; undefined if no record is written. */
  readonly beforeChange?: BeforeChange | undefined;
}

/** A sentence to the bot, without the mentions of the bot. */
export interface Turn extends Somewhere {
  readonly text: string;
  /** All others whom it mentions, each as often as it does, in order; in the text they are "@Name". */
  readonly people?: readonly Person[];
  /** True if it's the new text of an edited message: it's answered, and carries nothing out. */
  readonly isEdited?: boolean;
}

/** A press, as it came from the client: not to be trusted before it's decoded. */
export interface PressTurn extends Somewhere {
  readonly verb: unknown;
  readonly data: unknown;
}

/** The bot was removed from a conversation, or can't send messages there any more. */
export interface Removal extends Somewhere {
  /** The team, or the one chat. */
  readonly home: string;
  /** The one channel of the team; undefined for all of `home`. */
  readonly channel: ConversationKey | undefined;
  /** Why its settings go into the bin, if the bot wasn't removed. */
  readonly why?: BinReason | undefined;
}

/** How a removal ended. If it failed, `settings` are those deleted so far, undefined if none are known to be. */
export interface Left {
  readonly ending: AuditOutcome;
  readonly settings: RemovedSettings | undefined;
}

/**
 * The reply. To a sentence: a card or a text. To a press: a card or a short text that only its user sees, with a
 * message in plain text beside it if the user asked for one; or a short text beside what everyone sees, which replaces
 * the pressed card (`edit`) or is a card of its own in the same thread (`post`).
 */
export type Reply = {
  /** The page that it shows, if that can be turned. */
  readonly list?: ShownList;
  /** Absent if it's the answer. */
  readonly ending?: AuditOutcome;
  /** The user's; absent if there is none, or it wasn't read. */
  readonly role?: Role;
  /** Present if the reply is only a refusal. */
  readonly refused?: Refused;
  /** True if the sentence was meant for somebody else: it's not answered, unless an edit changed its answer. */
  readonly isSilent?: true;
} & (
  | { readonly kind: 'card'; readonly card: AdaptiveCard; readonly message?: string | undefined }
  | { readonly kind: 'text'; readonly text: string; readonly message?: string | undefined }
  | { readonly kind: 'post'; readonly card: AdaptiveCard; readonly text: string }
  | {
      readonly kind: 'edit';
      readonly card: AdaptiveCard;
      readonly text: string;
      /** False if nothing was changed, so that only the user who pressed needs to see the card. */
      readonly isChange: boolean;
    }
);

/** A page of a list, for sentences such as "next" and "open the second one". */
export interface ShownList {
  /** The button that shows this page. */
  readonly page: CardAction;
  /** The ids of its rows from top to bottom; empty for a job without one. */
  readonly jobIds: readonly string[];
}

/** Identifies the refusal of a reply. */
export interface Refused {
  /** Names the person, the permission, the conversation and the reason. */
  readonly refusal: string;
  /**
   * True if an equal request was refused a moment ago: a sentence needs no other answer. A press always gets its text.
   */
  readonly isRepeated: boolean;
}

/** Who is answered, and where. */
export type Requester = Localization &
  Pick<Turn, 'place' | 'speaker' | 'objectId' | 'thread' | 'people' | 'beforeChange'>;

/** Returns a reply that is only a card. */
export const card = (card: AdaptiveCard): Reply => ({ kind: 'card', card });

/** The outcome of a press that came too late: it changed nothing. */
export const outdated: AuditOutcome = { kind: 'failed', problem: 'outdated' };

/** Returns a reply that is only a short text. */
export const text = (text: string): Reply => ({ kind: 'text', text });
