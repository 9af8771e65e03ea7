import type { GivableRole, RoleGiver } from '../../../domain/given-roles.ts';
import type { ConversationKey, ConversationRef } from '../../../domain/place.ts';
import type { Role } from '../../../domain/role.ts';
import type { EpochMs } from '../../../domain/time.ts';

/** Somebody's request for access. A person has one at a time, and makes at most one a day (UTC). */
export interface AccessRequest {
  /** Entra object id, in lower case. */
  readonly objectId: string;
  /** Of the day (UTC) on which it was made: "2026-11-23". */
  readonly day: string;
  /** As Teams sent it: data, to be shown as plain text. */
  readonly name: string;
  /** Teams' id of the person in the conversation. */
  readonly personId: string;
  readonly askedAt: EpochMs;
  /** Their role then. */
  readonly role: Role | undefined;
  /** What they wrote and may not have answered: data; undefined if it isn't known. */
  readonly tried: string | undefined;
  readonly place: ConversationKey;
  readonly kind: ConversationRef['kind'];
  /** The id of the message at the top of the thread; undefined if there are no threads. */
  readonly thread: string | undefined;
  /** Those who are asked. */
  readonly admins: readonly AskedAdmin[];
  /** The first decision of an admin. */
  readonly decision?: Decision;
  /** When the person was told of the decision. */
  readonly toldAt?: EpochMs;
}

/** An admin who is asked in their personal chat. */
export interface AskedAdmin {
  /** Entra object id, in lower case. */
  readonly objectId: string;
  readonly name: string;
  readonly place: ConversationKey;
  readonly sentAt?: EpochMs;
  /** Of the message with the buttons; absent if Teams named none. */
  readonly messageId?: string;
  /** True once the message shows the decision. */
  readonly isUpdated?: true;
}

export interface Decision {
  readonly outcome: GivableRole | 'denied';
  readonly by: RoleGiver;
  readonly at: EpochMs;
  /** True once the role is stored; absent if the process died before. */
  readonly isApplied?: true;
}

/** How long a request is open. */
export const openDays = 7;
const dayMs = 24 * 3_600_000;

/** Returns the day (UTC) of a moment: "2026-11-23". */
export function dayOf(at: EpochMs): string {
  return new Date(at).toISOString().slice(0, 10);
}

export function isExpired({ askedAt }: Pick<AccessRequest, 'askedAt'>, now: EpochMs): boolean {
  return now - askedAt >= openDays * dayMs;
}

/** Returns true once no one needs the record any more, not even to be told that the request is over. */
export function isForgotten({ askedAt }: Pick<AccessRequest, 'askedAt'>, now: EpochMs): boolean {
  return now - askedAt >= 4 * openDays * dayMs;
}
