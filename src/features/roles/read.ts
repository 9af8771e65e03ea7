import type { Parsed } from '../../language/parse.ts';
import type { Read } from '../../language/reading.ts';
import type { Entry } from '../../language/vocabulary.ts';

/** Asks for a role; it may be said by people who have none. */
const requestWords: Entry = {
  meaning: { part: 'of access request', isApart: true },
  phrases: `
      request access, requesting access, i request access, i want access, i need access, i would like access,
      i want to have access, i need to have access, ask for access, ask for my access, ask the admins for access,
      ask an admin for access, can i get access, can i have access, could i get access, could i have access,
      may i get access, may i have access, give me access, grant me access, get access, get me access,
      request a role, request role, i need a role, i want a role, ask for a role, give me a role,
      request permission, request permissions, ask for permission, access request, access please
    `,
};

export const words: readonly Entry[] = [
  requestWords,
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
  ...['of roles', 'of own role', 'of access request'],
  ...'harmless join greeting help now'.split(' '),
]);

/** Asks who may do what, or what the user may do; or asks the admins for a role. */
export interface RolesCommand {
  readonly kind: 'roles' | 'ownRole' | 'requestAccess';
}

/** Reads "roles", "who has access?", "my role", each alone: beside anything else the words mean something else. */
export function roles({ parts, unknown, periods }: Parsed): Read<RolesCommand> | undefined {
  const said = new Set(parts.found.map(({ meaning }) => meaning.part));
  const kind = kinds.find(([part]) => said.has(part))?.[1];
  if (!kind) return undefined;
  if (unknown.length > 0 || periods.length > 0 || [...said].some(part => !idle.has(part))) return undefined;
  return { command: { kind }, offers: [] };
}

const kinds: readonly (readonly [`of ${string}`, RolesCommand['kind']])[] = [
  ['of access request', 'requestAccess'],
  ['of own role', 'ownRole'],
  ['of roles', 'roles'],
];
