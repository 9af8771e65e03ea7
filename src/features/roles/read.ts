import type { Note } from '../../domain/reading.ts';
import type { Parsed } from '../../language/parse.ts';
import type { Reading } from '../../language/reading.ts';

/** What may stand beside these words and changes nothing. */
const idle = new Set('roles ownRole harmless join greeting help now'.split(' '));

/** "roles", "who has access?", "my role": alone, for beside anything else the words are about something else. */
export function roles({ parts, unknown, periods }: Parsed, notes: readonly Note[]): Reading | undefined {
  const said = new Set(parts.found.map(({ meaning }) => meaning.part));
  const isOwn = said.has('ownRole');
  if (!isOwn && !said.has('roles')) return undefined;
  if (unknown.length > 0 || periods.length > 0 || [...said].some(part => !idle.has(part))) return undefined;
  return { command: { kind: isOwn ? 'ownRole' : 'roles' }, notes, offers: [] };
}
