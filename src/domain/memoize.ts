import { LRUCache } from 'lru-cache';

/** Limit of cached results, since texts come from outside. */
const mostResults = 500;

/** Returns `compute` with a cache of its latest results: for pure functions of short texts that are called often. */
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
