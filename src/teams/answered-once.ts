import { LRUCache } from 'lru-cache';

/**
 * Runs `answer` once per key and gives everybody who asks with that key the same result, also while it is still
 * being made. Kept in memory for `ttlMs`, at most `max` of them. A failed answer is forgotten, so that the next
 * delivery gets another chance. A key that is undefined is always answered.
 */
export function createAnsweredOnce<T>({ max, ttlMs }: { max: number; ttlMs: number }) {
  const answers = new LRUCache<string, { answer: Promise<T> }>({ max, ttl: ttlMs });

  return {
    get(key: string | undefined, answer: () => Promise<T>): Promise<T> {
      if (key === undefined) return answer();
      const known = answers.get(key);
      if (known) return known.answer;
      const made = answer();
      answers.set(key, { answer: made });
      made.catch(() => answers.delete(key));
      return made;
    },
    forget(key: string): void {
      answers.delete(key);
    },
  };
}
