import type { Place } from './place.ts';
import type { MonotonicMs } from './time.ts';

/** A person's entry in a conversation's roster. */
export interface Member {
  /** `user` or `owner` for members, `guest`, `anonymous` and the like for others; in lower case, as the channel has it. */
  readonly userRole: string;
  /** Entra object id, in lower case; undefined if the entry tells none. */
  readonly objectId: string | undefined;
  /** The tenant of their account, in lower case; undefined if the entry tells none. */
  readonly tenantId: string | undefined;
}

/** Teams' definite answer that the person isn't in the conversation. */
export const notMember = 'notMember';

/** What reading an entry results in; undefined if it couldn't be read. */
export type RosterEntry = Member | typeof notMember | undefined;

/** Who is who in a conversation. */
export interface Membership {
  /** By the id that the channel knows somebody by, no later than `until` if it's given. Never rejects. */
  entry(place: Place, personId: string, until?: MonotonicMs): Promise<RosterEntry>;
}
