import type { Parsed } from './parse.ts';
import type { Found } from './parts.ts';
import type { Meaning } from './vocabulary.ts';

type Part = Meaning['part'];

/** Parts that any answer uses. */
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
 * Returns the phrases that are understood but that the answer wouldn't use, so that it would answer another question.
 * `used` are the parts that this answer uses, besides those that any does.
 */
export function unusedParts({ parts }: Parsed, used: readonly Part[]): readonly Found[] {
  return parts.found.filter(({ meaning: { part } }) => !usedByAny.has(part) && !used.includes(part));
}
