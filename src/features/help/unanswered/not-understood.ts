import { isAsked } from '../../../language/asking.ts';
import { rawOf } from '../../../language/orders.ts';
import type { Parsed } from '../../../language/parse.ts';
import type { Read, ReadingContext } from '../../../language/reading.ts';
import { isApart } from '../../../language/vocabulary.ts';
import { nearestOffers } from '../nearest.ts';

const maxNamedWords = 12;

/** `words` are the unknown ones. */
export interface NotUnderstoodCommand {
  readonly kind: 'notUnderstood';
  readonly words: readonly string[];
  /** True if nothing of it was understood, and it mentions somebody else. */
  readonly isToOthers?: boolean;
}

/** A sentence of which too little is about jobs to make a question of it; undefined for any other. */
export function unrelated(parsed: Parsed, context: ReadingContext): Read<NotUnderstoodCommand> | undefined {
  return isAboutJobs(parsed) ? undefined : notUnderstood(parsed, context);
}

/**
 * Returns true if enough of the sentence is about jobs. Words such as "teams" and "project" are everyday words: with
 * several unknown ones around them they prove nothing.
 */
function isAboutJobs(parsed: Parsed): boolean {
  const { parts, periods, unknown } = parsed;
  if (parts.found.some(({ meaning }) => isApart(meaning))) return false;
  const { types, services, states } = parts;
  const said = ['jobs', 'problems', 'noState', 'health', 'why', 'coverage', 'count'];
  const named = types.length + states.length + said.filter(part => has(parsed, part)).length;
  const known = named + services.length + periods.length;
  // Prose that has a word or two of the grammar by chance is no question.
  if (named > 0) return unknown.length <= 2 + 2 * known;
  if (has(parsed, 'well') && isAsked(parsed)) return unknown.length <= 1;
  if (known > 0) return unknown.length <= 1;
  return unknown.length === 0 && (parsed.pageSize !== undefined || negatesFilter(parsed));
}

/** Returns true for "unfinished" alone, which is understood well enough for suggestions. */
function negatesFilter(parsed: Parsed): boolean {
  return parsed.parts.found.some(
    ({ meaning, start }) => meaning.part === 'negation' && (parsed.tokens[start]?.text.length ?? 0) > 7,
  );
}

/** Names the words that fit nothing. */
function notUnderstood(
  { asked, mentions, parts, periods, tokens, unknown }: Parsed,
  context: ReadingContext,
): Read<NotUnderstoodCommand> {
  const isKnown =
    periods.length > 0 ||
    parts.found.some(({ meaning }) => meaning.part !== 'harmless' && meaning.part !== 'join');
  const apart = parts.found.filter(({ meaning }) => isApart(meaning));
  const named = [...apart.map(({ start, end }) => rawOf(tokens.slice(start, end))), ...unknown];
  const words = named.slice(0, maxNamedWords);
  const isToOthers = !isKnown && mentions.length > 0;
  return {
    command: { kind: 'notUnderstood', words, ...(isToOthers && { isToOthers }) },
    offers: nearestOffers(tokens, asked, context),
  };
}

function has(parsed: Parsed, part: string): boolean {
  return parsed.parts.found.some(({ meaning }) => meaning.part === part);
}
