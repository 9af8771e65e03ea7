import type { Token } from '../tokens.ts';

/** A unit that periods are counted in. */
export type Unit = 'minutes' | 'hours' | 'days' | 'weeks' | 'months' | 'years';

const units = new Map<string, Unit>();
const wordLists: [Unit, string][] = [
  ['minutes', 'minute minutes min mins m'],
  ['hours', 'hour hours hr hrs h'],
  ['days', 'day days d'],
  ['weeks', 'week weeks wk wks w'],
  ['months', 'month months mth mths mo mos'],
  ['years', 'year years yr yrs'],
];
for (const [unit, words] of wordLists) for (const word of words.split(' ')) units.set(word, unit);

// No period is counted in seconds, but "2 seconds" is no hour either.
const seconds = ['s', 'sec', 'secs', 'second', 'seconds'];

/** The names of units of periods, without single letters. */
export const unitWords: readonly string[] = [...units.keys()].filter(word => word.length > 1);

/** Returns the unit that a word names, if periods are counted in it. */
export function unitOf(word: string): Unit | undefined {
  return units.get(word);
}

/** Returns true for a word that names a unit of time, so that a number before it is an amount and no hour or day. */
export function isUnitWord(word: string): boolean {
  return units.has(word) || seconds.includes(word);
}

/** Returns true for a unit of time at `at`; "m365" has none. */
export function isUnitAt(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  return token?.kind === 'word' && isUnitWord(token.text) && !isM365(tokens, at);
}

/** Returns true at the letter of "m365". */
export function isM365(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.text === 'm' && tokens[at + 1]?.text === '365' && tokens[at + 1]?.glued === true;
}
