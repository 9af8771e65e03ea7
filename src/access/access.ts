import { type Member, type Membership, notMember, type RosterEntry } from '../domain/membership.ts';
import type { ConversationRef } from '../domain/place.ts';
import { type NoRoleReason, type Role, roles as rolesUpwards, type Standing } from '../domain/role.ts';
import type { MonotonicMs } from '../domain/time.ts';
import type { CachedRoles } from './cached-roles.ts';
import { everyMember, isAnyListSet, type RoleLists } from './role-lists.ts';

/** The user behind a message or a button. */
interface UserIdentity {
  /** Entra object id, in lower case, as Teams sends it; undefined if it doesn't. */
  readonly objectId: string | undefined;
  /** Teams' id of the user in this conversation. */
  readonly personId: string | undefined;
  /** Undefined if the roster of the conversation can't be read. */
  readonly place: ConversationRef | undefined;
  /** Deadline of the whole answer; undefined if no answer waits for it. */
  readonly until?: MonotonicMs | undefined;
}

/** The access rules of the settings. */
interface AccessRules {
  readonly lists: RoleLists;
  /** In lower case. Empty in local mode only. */
  readonly tenantIds: readonly string[];
  /** Only users of the bot's own machine can reach it. */
  readonly isLocal: boolean;
}

/** Decides what each user may do. */
export interface Access {
  readonly rules: AccessRules;
  /** Never rejects. A user who can't be identified has no role. */
  standingOf(asker: UserIdentity): Promise<Standing>;
}

export interface AccessParts {
  readonly lists: RoleLists;
  /** In lower case. */
  readonly allowedTenantIds: readonly string[];
  /** Undefined in local mode, which has no roster. */
  readonly membership: Membership | undefined;
  /** The roles that were given in Teams. */
  readonly given: Pick<CachedRoles, 'roleOf'>;
}

/**
 * Roster roles of the tenant's own people. Guests, anonymous people and whatever Teams adds need a role of their own.
 */
const memberRoles: ReadonlySet<string> = new Set(['user', 'owner']);

/**
 * Creates the access rules: a role from the settings, and one that was given in Teams. The higher one counts. Whether
 * the settings give any role, and so what every member may do, isn't changed by roles that were given in Teams.
 */
export function createAccess(parts: AccessParts): Access {
  const { allowedTenantIds, given, lists, membership } = parts;
  const standingBySettings = createStandingBySettings(parts);
  return {
    rules: { lists, tenantIds: allowedTenantIds, isLocal: membership === undefined },
    async standingOf(asker) {
      const standing = await standingBySettings(asker);
      const { objectId, role } = standing;
      if (objectId === undefined || isSufficientRole(role, highestGivable)) return standing;
      const own = await given.roleOf(objectId);
      if (own === 'unread') return role ? standing : { role, objectId, stranger: 'rolesUnread' };
      return own && !isSufficientRole(role, own) ? { role: own, objectId } : standing;
    },
  };
}

const highestGivable: Role = 'operator';

/**
 * Returns a function that finds a user's role by the settings: one from the lists, and one from membership if a list,
 * or none at all, stands for every member. The higher one counts.
 */
function createStandingBySettings({ lists, allowedTenantIds, membership }: AccessParts) {
  /** The role of every member. */
  const memberRole = isAnyListSet(lists)
    ? highest(role => lists[role].includes(everyMember))
    : membership
      ? 'operator'
      : 'admin';
  const namedRole = (objectId: string | undefined) =>
    objectId === undefined ? undefined : highest(role => lists[role].includes(objectId));

  function denialIn(entry: RosterEntry, objectId: string | undefined): NoRoleReason | undefined {
    if (!entry) return 'unreadable';
    if (entry === notMember) return 'notMember';
    return denialOf(entry, objectId);
  }

  /** Decides by each user's own tenant, since a shared channel has members of several. */
  function denialOf(member: Member, objectId: string | undefined): NoRoleReason | undefined {
    if (!memberRoles.has(member.userRole)) return 'guest';
    if (member.objectId === undefined || member.tenantId === undefined) return 'unreadable';
    // Two different identities of one user count as none.
    if (objectId !== undefined && member.objectId !== objectId) return 'unreadable';
    return allowedTenantIds.includes(member.tenantId) ? undefined : 'otherTenant';
  }

  return async ({ objectId: claimed, personId, place, until }: UserIdentity): Promise<Standing> => {
    const named = namedRole(claimed);
    // Membership couldn't add anything.
    if (named && !isHigher(memberRole, named)) return { role: named, objectId: claimed };
    if (claimed !== undefined && !memberRole)
      return { role: undefined, stranger: 'notNamed', objectId: claimed };
    if (!membership) return memberRole ? { role: memberRole, objectId: claimed } : withoutRole(claimed);
    const entry = place && personId ? await membership.entry(place, personId, until) : undefined;
    const objectId = claimed ?? (typeof entry === 'object' ? entry.objectId : undefined);
    const own = named ?? namedRole(objectId);
    if (own && !isHigher(memberRole, own)) return { role: own, objectId };
    const stranger = denialIn(entry, claimed);
    if (memberRole && !stranger) return { role: memberRole, objectId };
    if (own) return { role: own, objectId };
    return { role: undefined, stranger: stranger ?? 'notNamed', objectId };
  };
}

function withoutRole(objectId: string | undefined): Standing {
  return { role: undefined, stranger: objectId === undefined ? 'unreadable' : 'notNamed', objectId };
}

/** Returns the highest role that passes. */
function highest(passes: (role: Role) => boolean): Role | undefined {
  return rolesUpwards.findLast(passes);
}

/** Returns true if `role` allows more than `other`. */
function isHigher(role: Role | undefined, other: Role): boolean {
  return role !== undefined && rolesUpwards.indexOf(role) > rolesUpwards.indexOf(other);
}

/** Returns true if `role` allows what `needed` allows. */
export function isSufficientRole(role: Role | undefined, needed: Role): boolean {
  return role !== undefined && !isHigher(needed, role);
}
