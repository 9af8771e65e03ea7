import type { Access } from '../../access/access.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { personName } from '../../cards/mention.ts';
import { type GivenRole, type GivenRoles, TooManyRolesError } from '../../domain/given-roles.ts';
import { notMember } from '../../domain/membership.ts';
import type { FoundPerson, People } from '../../domain/people.ts';
import type { Person } from '../../domain/person.ts';
import { type Role, roles } from '../../domain/role.ts';
import { type Clock, plusMs } from '../../domain/time.ts';
import type { ChangeKind } from '../change.ts';
import { permissions } from '../permission.ts';
import type { Request } from '../request.ts';
import { roleGivenCard, roleNotChangedCard, roleRemovedCard } from './change-card.ts';
import type { RoleOrder } from './read-order.ts';
import type { AccessRequests } from './requests/requests.ts';

export interface RoleChangeParts {
  readonly access: Pick<Access, 'rules' | 'standingOf'>;
  readonly givenRoles: GivenRoles;
  readonly accessRequests: AccessRequests;
  readonly people: People;
  readonly clock: Clock;
}

/** A person who may have a role. */
type Holder = FoundPerson & { readonly objectId: string };

/** The rest of the answer, after the person was looked up. */
const marginMs = 1_500;
const typeIt = 'Type it, and pick the name from the list after @.';
const noPlace = 'I can’t look people up in this conversation.';

/** Roles that are given in Teams. It doesn't travel in a button, which can't carry a mention. */
export const roleChange: ChangeKind<RoleOrder, RoleChangeParts> = {
  permission: permissions.govern,
  shownBy: 'roles',
  isForAll: true,
  touches: { kinds: ['roles'] },
  isEnding: ({ what }) => what === 'remove',
  codes: {},
  encode: () => undefined,
  obstacle: place => (place ? undefined : noPlace),
  name: order =>
    order.what === 'give'
      ? `Make ${personName(order.person)} ${order.role}`
      : `Remove the role of ${personName(order.person)}`,
  preview: async () => ({ key: [], effects: () => ({ lines: [], why: typeIt }) }),
  async make(order, request, parts) {
    const holder = await holderOf(order.person, request, parts);
    if (typeof holder === 'string') return roleNotChangedCard(holder);
    return order.what === 'give'
      ? give(order, holder, request, parts)
      : remove(order, holder, request, parts);
  },
};

/** Looks the person up in the roster. Returns why they can't have a role, if so. */
async function holderOf(
  person: Person,
  { place, until }: Request,
  { access, people }: RoleChangeParts,
): Promise<Holder | string> {
  const name = personName(person);
  if (access.rules.isLocal)
    return 'Roles don’t count here: I have no identity in Teams, so everyone who can reach this machine is an admin.';
  if (!place) return noPlace;
  const found = await people.find(place, person.id, plusMs(until, -marginMs));
  if (found === undefined) return `I couldn’t look up ${name} in Teams. Try again in a minute.`;
  if (found === notMember)
    return `Teams says ${name} isn’t in this conversation. Write it in a channel or a group chat that they are in.`;
  const { objectId, tenantId } = found;
  if (objectId === undefined) return `Teams has no account id for ${name}, so I couldn’t recognise them.`;
  if (tenantId === undefined || !access.rules.tenantIds.includes(tenantId))
    return `${name} isn’t of your organisation, as far as Teams says. Only the settings can give them a role.`;
  return { ...found, objectId };
}

async function give(
  { role }: Extract<RoleOrder, { what: 'give' }>,
  { name, objectId }: Holder,
  { objectId: ownId, speaker }: Request,
  { access, clock, givenRoles }: RoleChangeParts,
): Promise<AdaptiveCard> {
  const by = { name: speaker?.name ?? '', objectId: ownId };
  try {
    const before = await givenRoles.give({ objectId, name, role, by, at: clock.now() });
    return roleGivenCard({ name, role, before, settings: roleOfSettings(objectId, access) });
  } catch (error) {
    if (error instanceof TooManyRolesError)
      return roleNotChangedCard(
        'Too many people have roles from Teams. Remove some, or name people in the settings.',
      );
    throw error;
  }
}

async function remove(
  { role }: Extract<RoleOrder, { what: 'remove' }>,
  { id, name, objectId }: Holder,
  { place }: Request,
  parts: RoleChangeParts,
): Promise<AdaptiveCard> {
  const { access, givenRoles } = parts;
  const given = (await givenRoles.all()).find(one => one.objectId === objectId);
  const settings = roleOfSettings(objectId, access);
  if (given && role !== undefined && given.role !== role)
    return roleRemovedCard({ name, asked: role, kept: given, settings, now: undefined });
  const removed = await removeRole(objectId, parts);
  const now = await access.standingOf({ objectId, personId: id, place });
  return roleRemovedCard({ name, asked: role, removed, settings, now });
}

/** Removes a role. A request that was allowed, and whose role isn't stored yet, doesn't bring it back. */
export async function removeRole(
  objectId: string,
  { accessRequests, givenRoles }: Pick<RoleChangeParts, 'accessRequests' | 'givenRoles'>,
): Promise<GivenRole | undefined> {
  await accessRequests.settle(objectId);
  return givenRoles.remove(objectId);
}

/** Returns the highest role that the settings give somebody by their id. */
export function roleOfSettings(objectId: string, { rules }: Pick<Access, 'rules'>): Role | undefined {
  return roles.findLast(role => rules.lists[role].includes(objectId));
}
