import type { Place } from './place.ts';

/** What a conversation's own entry says of somebody in it. */
export interface Member {
  /** `user` for somebody of the tenant, `guest` and the like for others; in lower case, as the channel has it. */
  readonly userRole: string;
  /** Entra object id, in lower case; undefined where the entry tells none. */
  readonly objectId: string | undefined;
  /** The tenant of their account, in lower case; undefined where the entry tells none. */
  readonly tenantId: string | undefined;
}

/** Who is who in a conversation. */
export interface Membership {
  /** By the id that the channel knows somebody by; undefined where it could not be read. Never rejects. */
  entry(place: Place, personId: string): Promise<Member | undefined>;
}
