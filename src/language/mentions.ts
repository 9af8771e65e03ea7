import type { Person } from '../domain/person.ts';
import { normalise } from './tokens.ts';

/** A person who is mentioned, before the token `at`. */
export interface Mention {
  readonly at: number;
  readonly person: Person;
}

/** A text cut at its mentions: one piece more than there are people. */
export interface CutText {
  readonly pieces: readonly string[];
  readonly people: readonly Person[];
}

/** Limit of the mentions to find, which bounds the work. */
const mostPeople = 20;
const longestName = 256;

/** Returns by how much a message may be longer for the names that it mentions. */
export function roomFor(people: readonly Person[]): number {
  return people
    .slice(0, mostPeople)
    .reduce((sum, { name }) => sum + Math.min(name.length, longestName) + 1, 0);
}

/**
 * Cuts normalised text if it mentions one of `people`, each once, in any order. Only they are mentions, since any user
 * can type an "@Kim".
 */
export function cutMentions(text: string, people: readonly Person[]): CutText {
  const left = people
    .slice(0, mostPeople)
    .map(person => ({ person, written: `@${folded(normalise(person.name))}` }))
    .filter(({ written }) => written.length > 1 && written.length <= longestName + 1);
  if (left.length === 0) return { pieces: [text], people: [] };
  const said = folded(text);
  const pieces: string[] = [];
  const found: Person[] = [];
  let from = 0;
  for (let at = said.indexOf('@'); at >= 0; at = said.indexOf('@', Math.max(at + 1, from))) {
    const index = longestAt(said, at, left);
    const [one] = index === undefined ? [] : left.splice(index, 1);
    if (!one) continue;
    pieces.push(said.slice(from, at));
    found.push(one.person);
    from = at + one.written.length;
    // "@Kim's on duty"
    if (/^'s(?![\p{L}\p{N}])/u.test(said.slice(from, from + 4))) from += 2;
  }
  return { pieces: [...pieces, said.slice(from)], people: found };
}

function folded(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** Returns which of the names stands at `at` as a whole: of "Kim" and "Kim Larsen" the longer one. */
function longestAt(text: string, at: number, names: readonly { written: string }[]): number | undefined {
  if (/[\p{L}\p{N}]$/u.test(text.slice(Math.max(0, at - 2), at))) return undefined;
  let best: number | undefined;
  for (const [index, { written }] of names.entries()) {
    if (written.length <= (names[best ?? -1]?.written.length ?? 0) || !text.startsWith(written, at)) continue;
    const after = at + written.length;
    if (!/^[\p{L}\p{N}\p{M}]/u.test(text.slice(after, after + 2))) best = index;
  }
  return best;
}
