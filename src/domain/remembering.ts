/**
 * The same function, with its answers kept: for pure functions of short texts that are asked over and over. Texts come
 * from outside, so no more than `max` answers are kept; one more, and it starts afresh.
 */
export function remembering<T>(answer: (text: string) => T, max = 500): (text: string) => T {
  const kept = new Map<string, T>();
  return text => {
    const known = kept.get(text);
    if (known !== undefined || kept.has(text)) return known as T;
    if (kept.size >= max) kept.clear();
    const made = answer(text);
    kept.set(text, made);
    return made;
  };
}
