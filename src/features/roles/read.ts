import type { Parsed } from '../../language/parse.ts';
import type { Read } from '../../language/reading.ts';

/** Parts that may stand beside these words and change nothing. */
const idle = new Set('roles ownRole harmless join greeting help now'.split(' '));

/** Asks who may do what, or what the user may do. */
export interface RolesCommand {
  readonly kind: 'roles' | 'ownRole';
}

/** Reads "roles", "who has access?", "my role", each alone: beside anything else the words mean something else. */
export function roles({ parts, unknown, periods }: Parsed): Read<RolesCommand> | undefined {
  const said = new Set(parts.found.map(({ meaning }) => meaning.part));
  const isOwn = said.has('ownRole');
  if (!isOwn && !said.has('roles')) return undefined;
  if (unknown.length > 0 || periods.length > 0 || [...said].some(part => !idle.has(part))) return undefined;
  return { command: { kind: isOwn ? 'ownRole' : 'roles' }, offers: [] };
}
