import type { Role } from '../domain/role.ts';

/**
 * Who has which role, by Entra object id in lower case. "*" stands for every member of an allowed tenant; an admin is always
 * named.
 */
export type RoleLists = Readonly<Record<Role, readonly string[]>>;

/** Stands in a list for every member of an allowed tenant. */
export const everyMember = '*';

/** False if nobody has been given a role, so that nobody is kept from anything but an admin's part. */
export function isAnyListSet(lists: RoleLists): boolean {
  return Object.values(lists).some(list => list.length > 0);
}
