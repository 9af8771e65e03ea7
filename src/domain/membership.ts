import type { ConversationRef } from './place.ts';
import type { MonotonicMs } from './time.ts';

/** A person's entry in a conversation's roster. */
export interface Member {
  /**
   * `user` or `owner` for members, `guest`, `anonymous` and the like for others; in lower case, as the channel has it.
   */
  readonly userRole: string;
  /** Entra object id, in lower case; undefined if the entry has none. */
  readonly objectId: string | undefined;
  /** The tenant of the account, in lower case; undefined if the entry has none. */
  readonly tenantId: string | undefined;
}

/** Teams' definite answer that the person isn't in the conversation. */
export const notMember = 'notMember';

/** The result of reading an entry; undefined if it couldn't be read. */
export type RosterEntry = Member | typeof notMember | undefined;

/** Reads the rosters of conversations. */
export interface Membership {
  /** Returns the entry of a user by Teams' id, no later than `until`. Never rejects. */
  entry(place: ConversationRef, personId: string, until?: MonotonicMs): Promise<RosterEntry>;
}
