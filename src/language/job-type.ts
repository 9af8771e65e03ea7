import type { JobType } from '../domain/job.ts';
import type { FoundParts } from './parts.ts';
import type { Token } from './tokens.ts';

/**
 * Returns the types a sentence asks for. The first of two is the type if the other is its object ("the restore of the
 * exchange backup"); if it isn't, returns both, and the user is asked.
 */
export function askedTypes(parts: FoundParts, tokens: readonly Token[]): readonly JobType[] {
  const [first, second] = parts.types;
  if (first === undefined || second === undefined || parts.types.length > 2) return parts.types;
  const a = parts.found.find(({ meaning }) => meaning.part === 'type' && meaning.value === first);
  const b = parts.found.find(({ meaning }) => meaning.part === 'type' && meaning.value === second);
  if (!a || !b) return parts.types;
  const gap = tokens.slice(a.end, b.start);
  if (gap.some(token => ['and', 'or', 'plus', ',', '/', '&', '+', ';', '.', '?'].includes(token.text)))
    return parts.types;
  const object = gap.some(token => token.text === 'of') || (second === 'backup' && first !== 'backup');
  return object ? [first] : parts.types;
}
