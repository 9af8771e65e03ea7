import type { Role } from '../domain/role.ts';

/**
 * Who has which role, by Entra object id in lower case. "*" stands for every member of an allowed tenant; an admin is always
 * named.
 */
export type RoleLists = Readonly<Record<Role, readonly string[]>>;
