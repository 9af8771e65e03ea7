import type { Parsed } from './parse.ts';
import type { Found } from './parts.ts';
import type { Meaning } from './vocabulary.ts';

type Part = Meaning['part'];

/** What any answer makes use of. */
const usedByAny: ReadonlySet<Part> = new Set<Part>([
  'type',
  'state',
  'service',
  'jobs',
  'harmless',
  'join',
  'greeting',
  'help',
]);

/**
 * Returns the phrases of a sentence that are understood and that its answer would make no use of, so that it would answer
 * another question. `used` are the parts that this answer makes use of, beside those that any does.
 */
export function unusedParts({ parts }: Parsed, used: readonly Part[]): readonly Found[] {
  return parts.found.filter(({ meaning: { part } }) => !usedByAny.has(part) && !used.includes(part));
}
