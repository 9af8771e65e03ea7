import { LRUCache } from 'lru-cache';

/** Texts come from outside, so the number of results in memory is bounded. */
const mostResults = 500;

/** Returns the same function with its latest results in memory: for pure functions of short texts that are called over and over. */
export function memoize<T extends NonNullable<unknown>>(compute: (text: string) => T): (text: string) => T {
  const results = new LRUCache<string, T>({ max: mostResults });
  return text => {
    const known = results.get(text);
    if (known !== undefined) return known;
    const result = compute(text);
    results.set(text, result);
    return result;
  };
}
