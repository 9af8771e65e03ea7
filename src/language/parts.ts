import type { JobState, JobType, Service } from '../domain/job.ts';
import { phraseEnd } from './phrases.ts';
import type { Token } from './tokens.ts';
import { baseLexicon, type Lexicon, type Meaning, meaningOf } from './vocabulary.ts';

/** A phrase of the vocabulary at its place in a sentence. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly meaning: Meaning;
}

/** All phrases of a sentence besides its period and page size. */
export interface FoundParts {
  readonly found: readonly Found[];
  readonly types: readonly JobType[];
  readonly services: readonly Service[];
  readonly states: readonly JobState[];
}

/** Prefixes that negate a word. */
export const negativeStarts = ['un', 'in', 'non', 'dis'];

/** Finds the vocabulary's phrases from left to right, the longest at each place; marks what they cover. */
export function findParts(
  tokens: readonly Token[],
  taken: boolean[],
  lexicon: Pick<Lexicon, 'phrasesFrom'> = baseLexicon,
): FoundParts {
  const found: Found[] = [];
  for (let at = 0; at < tokens.length; ) {
    const one = taken[at]
      ? undefined
      : (hyphenated(tokens, at) ?? phraseAt(tokens, at, taken, lexicon) ?? negated(tokens, at));
    if (!one) {
      at += 1;
      continue;
    }
    found.push(one);
    for (let index = one.start; index < one.end; index += 1) taken[index] = true;
    at = one.end;
  }
  return {
    found,
    types: distinct(found.map(({ meaning }) => (meaning.part === 'type' ? meaning.value : undefined))),
    services: distinct(found.map(({ meaning }) => (meaning.part === 'service' ? meaning.value : undefined))),
    states: distinct(found.map(({ meaning }) => (meaning.part === 'state' ? meaning.value : undefined))),
  };
}

function phraseAt(
  tokens: readonly Token[],
  at: number,
  taken: readonly boolean[],
  { phrasesFrom }: Pick<Lexicon, 'phrasesFrom'>,
): Found | undefined {
  const first = tokens[at];
  if (!first || (first.kind !== 'word' && first.kind !== 'number')) return undefined;
  for (const { words, meaning } of phrasesFrom(first.text)) {
    const end = phraseEnd(tokens, at, words, taken);
    if (end !== undefined) return { start: at, end, meaning };
  }
  return undefined;
}

/** "unfinished", "incomplete", "nonfailed": a negation in one word with what it negates. */
function negated(tokens: readonly Token[], at: number): Found | undefined {
  const token = tokens[at];
  if (token?.kind !== 'word' || !negatedMeaning(token.text)) return undefined;
  return { start: at, end: at + 1, meaning: { part: 'negation' } };
}

/** Returns what a word like "unfinished" negates; undefined for other words. */
export function negatedMeaning(word: string): Meaning | undefined {
  for (const start of negativeStarts) {
    if (!word.startsWith(start)) continue;
    const meaning = meaningOf(word.slice(start.length));
    // "inmail" and "ingroup" are words of their own.
    if (isFilter(meaning) && (start === 'non' || meaning?.part !== 'service')) return meaning;
  }
  return undefined;
}

/** Returns true for what narrows a question: a type, a state or a service. */
export function isFilter(meaning: Meaning | undefined): boolean {
  return meaning !== undefined && ['type', 'state', 'service'].includes(meaning.part);
}

/** Reads "un-finished", "non-failed": the prefix negates the word after the hyphen. */
function hyphenated(tokens: readonly Token[], at: number): Found | undefined {
  const [prefix, hyphen, word] = [tokens[at], tokens[at + 1], tokens[at + 2]];
  if (!prefix || !hyphen?.glued || hyphen.text !== '-' || !word?.glued || word.kind !== 'word')
    return undefined;
  if (!negativeStarts.includes(prefix.text) || !isFilter(meaningOf(word.text))) return undefined;
  return { start: at, end: at + 1, meaning: { part: 'negation' } };
}

function distinct<T>(values: readonly (T | undefined)[]): T[] {
  return [...new Set(values)].filter(value => value !== undefined);
}
