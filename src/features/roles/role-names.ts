import { personName } from '../../cards/mention.ts';
import type { GivenRole } from '../../domain/given-roles.ts';
import type { Role } from '../../domain/role.ts';

/** "a viewer", "an operator" */
export const aRole: Readonly<Record<Role, string>> = {
  viewer: 'a viewer',
  operator: 'an operator',
  admin: 'an admin',
};

/** The settings that name the people of each role. */
export const settingOfRole: Readonly<Record<Role, string>> = {
  viewer: 'VIEWER_USER_IDS',
  operator: 'OPERATOR_USER_IDS',
  admin: 'ADMIN_USER_IDS',
};

/** Returns who gave a role: a name is data, fit for any text. */
export function giverText({ by }: Pick<GivenRole, 'by'>): string {
  return personName(by);
}
