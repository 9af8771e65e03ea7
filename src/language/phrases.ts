import { phrasesIn } from './phrase-list.ts';
import { wordAt } from './spans/phrase.ts';
import type { Token } from './tokens.ts';

/** Returns the index after a phrase that begins at `at`; undefined if it doesn't stand there. */
type PhraseMatch = (tokens: readonly Token[], at: number, words: readonly string[]) => number | undefined;

/** A phrase of a table as it stands in a sentence. */
interface FoundPhrase<T> {
  readonly end: number;
  readonly meaning: T;
}

/** Phrases with their meanings. */
interface PhraseTable<T> {
  /** Finds the longest phrase that begins at an index. */
  at(tokens: readonly Token[], at: number): FoundPhrase<T> | undefined;
  /** Each word of the phrases, once. */
  readonly words: readonly string[];
}

/**
 * Makes a table of lists of phrases: "right now, now". Of two equal phrases the first counts. No sign may be between
 * the words of a phrase; with `phraseEnd` a hyphen may.
 */
export function phraseTable<T>(
  lists: Iterable<readonly [phrases: string, meaning: T]>,
  match: PhraseMatch = wordsEnd,
): PhraseTable<T> {
  const all = [...lists].flatMap(([phrases, meaning]) =>
    phrasesIn(phrases).map(phrase => ({ words: phrase.split(' '), meaning })),
  );
  const byFirstWord = new Map<string, (typeof all)[number][]>();
  for (const phrase of all.toSorted((a, b) => b.words.length - a.words.length)) {
    const [first = ''] = phrase.words;
    byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), phrase]);
  }
  return {
    at(tokens, at) {
      for (const { words, meaning } of byFirstWord.get(tokens[at]?.text ?? '') ?? []) {
        const end = match(tokens, at, words);
        if (end !== undefined) return { end, meaning };
      }
      return undefined;
    },
    words: [...new Set(all.flatMap(({ words }) => words))],
  };
}

function wordsEnd(tokens: readonly Token[], at: number, words: readonly string[]): number | undefined {
  return words.every((word, index) => wordAt(tokens, at + index) === word) ? at + words.length : undefined;
}

/**
 * Returns the index after a phrase that begins at `at`. Hyphens between its words don't matter: "e-mail",
 * "in-progress".
 */
export function phraseEnd(
  tokens: readonly Token[],
  at: number,
  words: readonly string[],
  taken: readonly boolean[] = [],
): number | undefined {
  let next = at;
  for (const [index, word] of words.entries()) {
    if (index > 0 && tokens[next]?.text === '-' && tokens[next + 1]?.glued) next += 1;
    if (tokens[next]?.text !== word || taken[next]) return undefined;
    next += 1;
  }
  return next;
}
