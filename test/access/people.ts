import { type AccessParts, createAccess } from '../../src/access/access.ts';
import type { RoleLists } from '../../src/access/role-lists.ts';
import type { Member, Membership, RosterEntry } from '../../src/domain/membership.ts';
import type { ConversationRef } from '../../src/domain/place.ts';

export const tenant = '99999999-0000-0000-0000-000000000001';
export const otherTenant = '99999999-0000-0000-0000-000000000002';

/** Returns the Entra object id of a user, by number. */
export const idOf = (index: number) => `00000000-0000-0000-0000-${String(index).padStart(12, '0')}`;
export const [kim, lee, sam] = [idOf(1), idOf(2), idOf(3)] as const;

export const noLists: RoleLists = { admin: [], operator: [], viewer: [] };

export const chat: ConversationRef = {
  home: 'a:chat',
  id: 'a:chat',
  kind: 'group',
  tenantId: tenant,
  serviceUrl: 'http://127.0.0.1:1/',
  botId: '28:bot',
  botName: 'Backup Watch',
};

/** A member's roster entry in a conversation of the tenant. */
export const aMember = (objectId: string | undefined, changes: Partial<Member> = {}): Member => ({
  userRole: 'user',
  objectId,
  tenantId: tenant,
  ...changes,
});

/** Returns this entry for every user, and counts how often it was asked. */
export function membershipOf(entry: RosterEntry): Membership & { asked(): number } {
  let asked = 0;
  return {
    asked: () => asked,
    entry: async () => {
      asked += 1;
      return entry;
    },
  };
}

/** Roles of nobody. */
export const noneGiven: AccessParts['given'] = { roleOf: async () => undefined };

/** With an identity, unless `membership` is undefined. */
export function accessWith(
  lists: Partial<RoleLists>,
  membership: AccessParts['membership'],
  given: AccessParts['given'] = noneGiven,
) {
  return createAccess({ lists: { ...noLists, ...lists }, allowedTenantIds: [tenant], membership, given });
}
