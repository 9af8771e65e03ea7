import type { Parsed } from './parse.ts';
import type { Found } from './parts.ts';

const without = new Set(['without', 'no', 'zero']);
const bad = new Set(['failed', 'finishedWithException', 'partiallyFinished']);

/**
 * Returns the phrase of "without errors", "without a single failed restore", "with no problems": it describes what
 * ended well, and leaves nothing out. Undefined if there is none, or if the sentence has another negation or bad state.
 */
export function withoutProblems({ parts, tokens }: Pick<Parsed, 'parts' | 'tokens'>): Found | undefined {
  const telling = parts.found.filter(({ meaning }) => meaning.part !== 'harmless');
  const at = telling.findIndex(({ meaning }) => meaning.part === 'negation');
  const [negation, problem] = [telling[at], telling[at + 1]];
  if (!negation || !problem || !without.has(tokens[negation.start]?.text ?? '')) return undefined;
  const isBad = ({ meaning }: Found) =>
    meaning.part === 'problems' || (meaning.part === 'state' && bad.has(meaning.value));
  const isOther = (one: Found) =>
    one !== negation && one !== problem && (one.meaning.part === 'negation' || isBad(one));
  return isBad(problem) && !telling.some(isOther) ? problem : undefined;
}
