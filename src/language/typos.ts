import { commonWords } from './common-words.ts';
import { numberWords } from './numbers.ts';
import { negativeStarts } from './parts.ts';
import { phrasesIn } from './phrase-list.ts';
import type { Correction } from './reading.ts';
import { periodWords, shortPeriodWords } from './spans/index.ts';
import type { Token } from './tokens.ts';
import {
  baseLexicon,
  type Entry,
  type Lexicon,
  otherEntries,
  serviceEntries,
  stateEntries,
  typeEntries,
} from './vocabulary.ts';

const known = new Set([
  ...periodWords,
  ...shortPeriodWords,
  ...numberWords,
  ...commonWords,
  'per',
  'page',
  'pages',
  'rows',
  'results',
]);

/** Knows which words are correct, and of which word another is a typing error. */
export interface Spelling {
  /** Returns true for a word that is never taken for a typing error: the grammar's own, and ordinary English. */
  isKnownWord(word: string): boolean;
  /**
   * Returns the one word that `word` is a typing error of; undefined if none or several are nearest. Five to seven
   * letters may differ by one letter, more by two, fewer by none; a swap counts as one. Forms of one word are not
   * rivals. A negation at the start is never dropped.
   */
  correctWord(word: string): string | undefined;
  /** Corrects the words of a sentence; parts of names and numbers stay as they are. */
  correctTokens(tokens: readonly Token[]): { tokens: Token[]; corrections: Correction[] };
}

/** Words of phrases that are nearer to ordinary English than to any typing error. */
const tooOrdinary = new Set(
  'back backing break broke broken going gone went wrong done with boxes business point drive drives start trouble troubles call close post list the this'.split(
    ' ',
  ),
);

const reachable: readonly Entry[] = [
  ...typeEntries,
  ...stateEntries,
  ...serviceEntries,
  ...otherEntries.filter(({ meaning }) => ['problems', 'jobs'].includes(meaning.part)),
];

/**
 * Returns the words that a typing error may be read as: those of four letters and more, with their meanings, which show
 * the rivals.
 */
function targetsOf({ meaningOf }: Lexicon, own: readonly Entry[]): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  for (const entry of [...reachable, ...own]) {
    for (const word of entry.phrases.split(/[,\s]+/)) {
      if (word.length < 4 || !/^[a-z]+$/.test(word) || targets.has(word) || tooOrdinary.has(word)) continue;
      targets.set(word, JSON.stringify(meaningOf(word) ?? word));
    }
  }
  for (const word of periodWords) if (!targets.has(word)) targets.set(word, word.replace(/s$/, ''));
  const alone =
    'without except please currently daily weekdays weekly twice quiet including acknowledge notify notification notifications monitor anything everything something';
  for (const word of alone.split(' ')) targets.set(word, word);
  return targets;
}

interface Target {
  readonly word: string;
  readonly letters: number;
}

function byLengthOf(words: Iterable<string>): ReadonlyMap<number, readonly Target[]> {
  const byLength = new Map<number, Target[]>();
  for (const word of words) {
    const same = byLength.get(word.length) ?? [];
    same.push({ word, letters: lettersOf(word) });
    byLength.set(word.length, same);
  }
  return byLength;
}

/** Returns what the short typing errors of entries are read as. */
function shortTypos(entries: readonly Entry[]): ReadonlyMap<string, string> {
  const read = new Map<string, string>();
  for (const { phrases, typos = '' } of entries) {
    const [first = ''] = phrasesIn(phrases);
    for (const typo of typos.split(', ').filter(Boolean)) read.set(typo, first);
  }
  return read;
}

/** Returns the letters of a word, a bit each: words that share too few need no closer comparison. */
function lettersOf(word: string): number {
  let bits = 0;
  for (const letter of word) bits |= 1 << (letter.charCodeAt(0) - 97);
  return bits;
}

/** Returns false if two words share too few letters: one difference changes at most two letters of the set. */
function mayBeNear(a: number, b: number, allowed: number): boolean {
  let different = a ^ b;
  let count = 0;
  while (different !== 0 && count <= 2 * allowed) {
    different &= different - 1;
    count += 1;
  }
  return count <= 2 * allowed;
}

/** Returns true if one of the words has a negation that the other lacks: correcting must never drop or add one. */
function dropsNegation(written: string, read: string): boolean {
  const negative = (word: string) => negativeStarts.some(start => word.startsWith(start));
  return negative(written) !== negative(read);
}

/** Returns true if a name stands there: "for Sundar" means no Sunday. */
function isNameLike(tokens: readonly Token[], at: number): boolean {
  return ['for', 'of', 'by', 'from', 'to'].includes(tokens[at - 1]?.text ?? '');
}

const periods = new Set(periodWords);
const isPeriodWord = (word: string) => periods.has(word);

/**
 * Creates a spelling of a lexicon's words. Those of `own`, the entries of features, may be meant by typing errors, too;
 * `ownKnown` are words of the features' grammars.
 */
export function createSpelling(
  lexicon: Lexicon,
  own: readonly Entry[] = [],
  ownKnown: readonly string[] = [],
): Spelling {
  const targets = targetsOf(lexicon, own);
  const misspelt = shortTypos(own);
  const byLength = byLengthOf(targets.keys());
  const ofFeatures = new Set(ownKnown);
  const isKnownWord = (word: string) => known.has(word) || ofFeatures.has(word) || lexicon.isVocabulary(word);

  function correctWord(word: string): string | undefined {
    const usual = misspelt.get(word);
    if (usual !== undefined) return usual;
    if (word.length < 5 || word.length > 24 || !/^[a-z]+$/.test(word) || isKnownWord(word)) return undefined;
    const allowed = word.length <= 7 ? 1 : 2;
    const letters = lettersOf(word);
    let nearest = allowed + 1;
    let found: string[] = [];
    for (let length = word.length - allowed; length <= word.length + allowed; length += 1) {
      for (const { word: target, letters: others } of byLength.get(length) ?? []) {
        if (!mayBeNear(letters, others, allowed)) continue;
        const far = distance(word, target, nearest);
        if (far > nearest || far > allowed) continue;
        if (far < nearest) found = [];
        nearest = far;
        found.push(target);
      }
    }
    const [first] = found;
    if (first === undefined) return undefined;
    const meanings = new Set(found.map(target => targets.get(target)));
    if (meanings.size > 1) return undefined;
    const read = [...targets.keys()].find(target => found.includes(target)) ?? first;
    return dropsNegation(word, read) ? undefined : read;
  }

  function correctTokens(tokens: readonly Token[]): { tokens: Token[]; corrections: Correction[] } {
    const corrections: Correction[] = [];
    const once = new Map<string, string | undefined>();
    const corrected = tokens.map((token, at) => {
      if (token.kind !== 'word') return token;
      const read = once.has(token.text) ? once.get(token.text) : correctWord(token.text);
      once.set(token.text, read);
      if (read === undefined || (isPeriodWord(read) && isNameLike(tokens, at))) return token;
      if (!corrections.some(one => one.written === token.raw)) corrections.push({ written: token.raw, read });
      return { ...token, text: read };
    });
    return { tokens: corrected, corrections };
  }

  return { isKnownWord, correctWord, correctTokens };
}

/** The spelling of the language's own words. */
export const baseSpelling = createSpelling(baseLexicon);

/**
 * Returns how many letters differ between two words, a swap of neighbours counting as one; `limit` + 1 as soon as it's
 * certain to be more than `limit`.
 */
export function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
      if (cost < least) least = cost;
    }
    if (least > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? limit + 1;
}
