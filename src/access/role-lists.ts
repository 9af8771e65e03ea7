import type { Role } from '../domain/role.ts';

/**
 * The users of each role, by Entra object id in lower case. "*" stands for every member of an allowed tenant; admins
 * are always named.
 */
export type RoleLists = Readonly<Record<Role, readonly string[]>>;

/** Stands in a list for every member of an allowed tenant. */
export const everyMember = '*';

/** Returns false if the settings give no roles: then every member may do everything except an admin's tasks. */
export function isAnyListSet(lists: RoleLists): boolean {
  return Object.values(lists).some(list => list.length > 0);
}
