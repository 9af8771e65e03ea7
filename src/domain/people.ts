import type { notMember } from './membership.ts';
import type { Person } from './person.ts';
import type { ConversationRef } from './place.ts';
import type { MonotonicMs } from './time.ts';

/** A person of a conversation, as Teams' roster has them now. */
export interface FoundPerson extends Person {
  /** Entra object id, in lower case; undefined if the roster has none. */
  readonly objectId: string | undefined;
  /** The tenant of the account, in lower case; absent if the roster has none. */
  readonly tenantId?: string | undefined;
}

/** Looks people up in the rosters of conversations. */
export interface People {
  /**
   * Finds a person by Teams' id or by the Entra object id, which a people picker returns. Returns `notMember` if Teams
   * answers that the conversation has no such person, and undefined if that can't be found out by `until`. Never rejects.
   */
  find(
    place: ConversationRef,
    id: string,
    until: MonotonicMs,
  ): Promise<FoundPerson | typeof notMember | undefined>;
}
