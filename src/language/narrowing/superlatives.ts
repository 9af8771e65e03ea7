import type { Order } from '../../domain/narrowing.ts';
import { wordAt } from '../spans/phrase.ts';
import type { Token } from '../tokens.ts';
import { wordSet } from './place.ts';

const superlatives: ReadonlyMap<string, Order> = new Map([
  ...['longest', 'slowest', 'lengthiest'].map(word => [word, 'longest'] as const),
  ...['shortest', 'fastest', 'quickest', 'briefest'].map(word => [word, 'shortest'] as const),
  ...['oldest', 'earliest', 'first'].map(word => [word, 'oldest'] as const),
  ...['newest', 'latest', 'last'].map(word => [word, 'latest'] as const),
]);
/** These say an order only beside a number. */
const beforeNumbers = wordSet('past previous recent');
/** The words of orders, none of which is a typing error of another word. */
export const orderWords = [...superlatives.keys(), 'sorted', 'ordered', 'took'];

const taking = wordSet('took take takes taking taken lasted lasts');
export const lengths = wordSet('duration durations length runtime runtimes');
/** Words that order jobs. */
export interface Superlative {
  readonly order: Order;
  readonly end: number;
  readonly needsNumber?: boolean;
  readonly isSorting?: boolean;
  /** True for "the last time exchange failed". */
  readonly isTime?: boolean;
}

/** Reads "longest", "most recent", "last time" and "sorted by duration". */
export function orderWordAt(tokens: readonly Token[], at: number): Superlative | undefined {
  return superlativeAt(tokens, at) ?? sortedAt(tokens, at);
}

function superlativeAt(tokens: readonly Token[], at: number): Superlative | undefined {
  const [word, next] = [wordAt(tokens, at), wordAt(tokens, at + 1)];
  if (word === 'very' && superlatives.has(next)) return superlativeAt(tokens, at + 1);
  if (word === 'most' && next === 'recent') return { order: 'latest', end: at + 2 };
  if ((word === 'most' || word === 'least') && next === 'time' && isTaking(tokens, at))
    return { order: word === 'most' ? 'longest' : 'shortest', end: at + 2 };
  if (word === 'last' && next === 'time') return { order: 'latest', end: at + 2, isTime: true };
  if (beforeNumbers.has(word)) return { order: 'latest', end: at + 1, needsNumber: true };
  const order = superlatives.get(word);
  return order && { order, end: at + 1 };
}

export const sorting = wordSet('sorted sort ordered order');
const starts = wordSet('start starttime time date newest latest recency age');

/** Reads "sorted by duration", "order by start time", "by duration". */
function sortedAt(tokens: readonly Token[], at: number): Superlative | undefined {
  const by = sorting.has(wordAt(tokens, at)) ? at + 1 : at;
  if (wordAt(tokens, by) !== 'by') return undefined;
  const by1 = by + 1;
  const word = wordAt(tokens, by1);
  if (lengths.has(word)) return { order: 'longest', end: by1 + 1, isSorting: true };
  // Without such a verb, "by date" arranges in groups.
  if (!starts.has(word) || !tokens.some(({ text }) => sorting.has(text))) return undefined;
  const end = ['time', 'date', 'first'].includes(wordAt(tokens, by1 + 1)) ? by1 + 2 : by1 + 1;
  return { order: 'latest', end, isSorting: true };
}

/** Returns true for "took the longest", with the order at `at`. */
export function isTaking(tokens: readonly Token[], at: number): boolean {
  const before = wordAt(tokens, at - 1) === 'the' ? at - 2 : at - 1;
  return taking.has(wordAt(tokens, before));
}

/** Returns true for orders by the start of jobs, not by how long they took. */
export function isByStart({ order }: { readonly order: Order }): boolean {
  return order === 'oldest' || order === 'latest';
}
