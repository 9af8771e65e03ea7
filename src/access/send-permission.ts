import type { ConversationRef, NotAllowedReason } from '../domain/place.ts';
import type { NoRoleReason } from '../domain/role.ts';
import type { Access } from './access.ts';

const unreadable: ReadonlySet<NoRoleReason> = new Set(['unreadable', 'rolesUnread']);

export interface SendPermissionParts {
  readonly access: Pick<Access, 'standingOf'>;
  /** In lower case; undefined in local mode, in which there are no tenants. */
  readonly allowedTenantIds: readonly string[] | undefined;
}

/** Returns a function that returns true for conversations of an allowed tenant. */
export function createTenantPermission(allowedTenantIds: SendPermissionParts['allowedTenantIds']) {
  return (place: ConversationRef): boolean => {
    const tenant = place.tenantId?.toLowerCase();
    return !allowedTenantIds || (tenant !== undefined && allowedTenantIds.includes(tenant));
  };
}

/**
 * Returns a function that returns why messages to a conversation aren't allowed: its tenant isn't allowed any more, or
 * the owner of a personal chat has no role any more. It returns undefined if they are allowed, also if the owner's role
 * can't be read now: they had one when they set up the messages.
 */
export function createSendPermission({ access, allowedTenantIds }: SendPermissionParts) {
  const isAllowed = createTenantPermission(allowedTenantIds);
  return async (place: ConversationRef): Promise<NotAllowedReason | undefined> => {
    if (!isAllowed(place)) return 'tenant';
    if (!place.owner) return undefined;
    const { personId, objectId } = place.owner;
    const standing = await access.standingOf({ objectId, personId, place });
    return standing.role === undefined && !unreadable.has(standing.stranger) ? 'role' : undefined;
  };
}
