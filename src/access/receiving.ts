import type { HeldReason, Place } from '../domain/place.ts';
import type { Access } from './access.ts';

export interface ReceivingParts {
  readonly access: Pick<Access, 'standingOf'>;
  /** In lower case; undefined in local mode, in which there are no tenants. */
  readonly allowedTenantIds: readonly string[] | undefined;
}

/**
 * Returns a function that says why nothing may be said in a place: its tenant isn't allowed any more, or the owner of a personal
 * chat has no role any more. Undefined if something may, also if who the owner is can't be read now: they had a role when they set
 * what they get.
 */
export function createReceiving({ access, allowedTenantIds }: ReceivingParts) {
  return async (place: Place): Promise<HeldReason | undefined> => {
    const tenant = place.tenantId?.toLowerCase();
    if (allowedTenantIds && (tenant === undefined || !allowedTenantIds.includes(tenant))) return 'tenant';
    if (!place.owner) return undefined;
    const { personId, objectId } = place.owner;
    const standing = await access.standingOf({ objectId, personId, place });
    return standing.role === undefined && standing.stranger !== 'unreadable' ? 'role' : undefined;
  };
}
