import type { Parsed } from '../../language/parse.ts';
import type { Read } from '../../language/reading.ts';
import type { Entry } from '../../language/vocabulary.ts';

export const words: readonly Entry[] = [
  {
    meaning: { part: 'of roles', isApart: true },
    phrases: `
        roles, who may do what, who can do what, who is allowed to do what, who has access,
        who has which role, who has what role, who is admin, who is an admin, who are the admins,
        who is operator, who are the operators, who may use you, who can use you
      `,
  },
  {
    meaning: { part: 'of own role', isApart: true },
    phrases: `
        my role, my roles, which role have i, what role have i, which role do i have,
        what role do i have, what may i do, what am i allowed to do, am i an admin,
        am i an operator, am i a viewer, am i admin, am i operator, am i viewer,
        do i have admin rights, my rights, my permissions, which rights do i have,
        what rights do i have, which permissions do i have, what permissions do i have
      `,
  },
];

/** What may stand beside these words and changes nothing. */
const idle = new Set([
  ...words.map(({ meaning }) => meaning.part as string),
  ...'harmless join greeting help now'.split(' '),
]);

/** Asks who may do what, or what the user may do. */
export interface RolesCommand {
  readonly kind: 'roles' | 'ownRole';
}

/** Reads "roles", "who has access?", "my role", each alone: beside anything else the words mean something else. */
export function roles({ parts, unknown, periods }: Parsed): Read<RolesCommand> | undefined {
  const said = new Set(parts.found.map(({ meaning }) => meaning.part));
  const isOwn = said.has('of own role');
  if (!isOwn && !said.has('of roles')) return undefined;
  if (unknown.length > 0 || periods.length > 0 || [...said].some(part => !idle.has(part))) return undefined;
  return { command: { kind: isOwn ? 'ownRole' : 'roles' }, offers: [] };
}
