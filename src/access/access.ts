import { type Member, type Membership, notMember, type RosterEntry } from '../domain/membership.ts';
import type { Place } from '../domain/place.ts';
import { type Role, roles as rolesUpwards } from '../domain/role.ts';
import type { Standing, Stranger } from '../domain/standing.ts';
import type { MonotonicMs } from '../domain/time.ts';
import { everyMember, isAnyListSet, type RoleLists } from './role-lists.ts';

/** Somebody who asks or presses. */
interface Asker {
  /** Entra object id, in lower case, as the channel told it; undefined if it did not. */
  readonly objectId: string | undefined;
  /** By which the channel knows them in this conversation. */
  readonly personId: string | undefined;
  /** Undefined if nothing can be asked of the conversation. */
  readonly place: Place | undefined;
  /** When the whole answer is due; undefined if no answer waits for it. */
  readonly until?: MonotonicMs | undefined;
}

/** What the settings say of who may do what. */
interface AccessRules {
  readonly lists: RoleLists;
  /** In lower case; empty only in local mode. */
  readonly tenantIds: readonly string[];
  /** Who reaches the bot sits at its machine. */
  readonly isLocal: boolean;
}

/** Says who may do what. */
export interface Access {
  readonly rules: AccessRules;
  /** Never rejects: who cannot be made out has no role. */
  standingOf(asker: Asker): Promise<Standing>;
}

export interface AccessParts {
  readonly lists: RoleLists;
  /** In lower case. */
  readonly allowedTenantIds: readonly string[];
  /** Undefined in local mode: who reaches the bot sits at its machine, and there is nobody to ask who they are. */
  readonly membership: Membership | undefined;
}

/** Of people of the tenant. Guests, anonymous people, and whatever Teams adds to them, need a role of their own. */
const memberRoles: ReadonlySet<string> = new Set(['user', 'owner']);

/** Roles by the lists; by membership if a list, or none at all, stands for every member. The higher one holds. */
export function createAccess({ lists, allowedTenantIds, membership }: AccessParts): Access {
  /** What every member may do. */
  const common = isAnyListSet(lists)
    ? highest(role => lists[role].includes(everyMember))
    : membership
      ? 'operator'
      : 'admin';
  const namedRole = (objectId: string | undefined) =>
    objectId === undefined ? undefined : highest(role => lists[role].includes(objectId));

  function strangerIn(entry: RosterEntry, objectId: string | undefined): Stranger | undefined {
    if (!entry) return 'unreadable';
    if (entry === notMember) return 'notMember';
    return strangerAs(entry, objectId);
  }

  /** Each person is judged by their own tenant: a shared channel has members of several. */
  function strangerAs(member: Member, objectId: string | undefined): Stranger | undefined {
    if (!memberRoles.has(member.userRole)) return 'guest';
    if (member.objectId === undefined || member.tenantId === undefined) return 'unreadable';
    // Two answers to who somebody is are none.
    if (objectId !== undefined && member.objectId !== objectId) return 'unreadable';
    return allowedTenantIds.includes(member.tenantId) ? undefined : 'otherTenant';
  }

  return {
    rules: { lists, tenantIds: allowedTenantIds, isLocal: membership === undefined },
    async standingOf({ objectId: told, personId, place, until }) {
      const named = namedRole(told);
      // Nothing that membership could add.
      if (named && !isHigher(common, named)) return { role: named, objectId: told };
      if (told !== undefined && !common) return { role: undefined, stranger: 'notNamed', objectId: told };
      if (!membership) return common ? { role: common, objectId: told } : unnamed(told);
      const entry = place && personId ? await membership.entry(place, personId, until) : undefined;
      const objectId = told ?? (typeof entry === 'object' ? entry.objectId : undefined);
      const own = named ?? namedRole(objectId);
      if (own && !isHigher(common, own)) return { role: own, objectId };
      const stranger = strangerIn(entry, told);
      if (common && !stranger) return { role: common, objectId };
      if (own) return { role: own, objectId };
      return { role: undefined, stranger: stranger ?? 'notNamed', objectId };
    },
  };
}

function unnamed(objectId: string | undefined): Standing {
  return { role: undefined, stranger: objectId === undefined ? 'unreadable' : 'notNamed', objectId };
}

/** The highest of the roles for which it is so. */
function highest(isSo: (role: Role) => boolean): Role | undefined {
  return rolesUpwards.findLast(isSo);
}

/** True if `role` allows more than `other`. */
function isHigher(role: Role | undefined, other: Role): boolean {
  return role !== undefined && rolesUpwards.indexOf(role) > rolesUpwards.indexOf(other);
}

/** True if `role` allows what `needed` does. */
export function suffices(role: Role | undefined, needed: Role): boolean {
  return role !== undefined && !isHigher(needed, role);
}
