import { services as allServices, type Service } from '../domain/job.ts';
import type { Suggestion } from '../domain/reading.ts';
import { findParts } from './parts.ts';
import type { NoOrder, Read } from './reading.ts';
import type { Token } from './tokens.ts';
import { isAlone, type Lexicon, type Phrase } from './vocabulary.ts';

/** Words of an order that change nothing. */
export const idleWords: ReadonlySet<string> = new Set(
  'set setting send sending sends create make new another add schedule deliver subscribe up start'.split(' '),
);

/** Words that end something that was set. */
export const endPhrases = 'off, stop, cancel, end, remove, delete, unsubscribe, disable, quit, no more';

/** What an order has besides what its own grammar took. */
export interface Rest {
  /** In the order of `services`. */
  readonly services: readonly Service[];
  /** Words that mean nothing there, as they were written. */
  readonly foreign: readonly string[];
  /** Those of them that no part of the grammar knows. */
  readonly unknown: readonly string[];
  /** True if the order negates something. */
  readonly isTurned: boolean;
}

/**
 * Reads the rest of an order. Services and the word "backup" belong to any order, as do the vocabulary's parts in
 * `idle`; `beside` are further words that change nothing there.
 */
export function restOf(
  { tokens, lexicon }: { readonly tokens: readonly Token[]; readonly lexicon: Lexicon },
  taken: boolean[],
  idle: ReadonlySet<string>,
  beside: ReadonlySet<string> = idleWords,
): Rest {
  const said = findParts(tokens, taken, {
    phrasesFrom: word => lexicon.phrasesFrom(word).filter(isOfOrders),
  });
  const others = said.found.filter(
    ({ meaning, start }) =>
      meaning.part !== 'service' &&
      !idle.has(meaning.part) &&
      !(meaning.part === 'type' && meaning.value === 'backup') &&
      !beside.has(tokens[start]?.text ?? ''),
  );
  const unknown = tokens
    .filter((token, at) => !taken[at] && token.kind !== 'sign' && !beside.has(token.text))
    .map(({ raw }) => raw);
  return {
    services: allServices.filter(service => said.services.includes(service)),
    foreign: [...others.map(({ start, end }) => rawOf(tokens.slice(start, end))), ...new Set(unknown)],
    unknown: [...new Set(unknown)],
    isTurned: others.some(({ meaning }) => meaning.part === 'negation'),
  };
}

/** Phrases beside which nothing else is meant are none of an order's: to it their words are unknown. */
function isOfOrders({ meaning }: Phrase): boolean {
  return !isAlone(meaning);
}

/** The words of some tokens as they were written. */
export function rawOf(tokens: readonly Token[]): string {
  return tokens.map(({ raw, glued }, index) => (index > 0 && !glued ? ` ${raw}` : raw)).join('');
}

/** Returns the first few words in quotation marks. */
export function quoted(words: readonly string[]): string {
  return words
    .slice(0, 4)
    .map(word => `“${word.slice(0, 40)}”`)
    .join(', ');
}

/** Refuses an order: why, and what to order instead. */
export function noOrder(reason: string, offers: readonly Suggestion[]): Read<NoOrder> {
  return { command: { kind: 'noOrder', reason }, offers: offers.slice(0, 4) };
}
