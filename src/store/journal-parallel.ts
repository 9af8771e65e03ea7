/**
 * Runs `work` for each item, at most `most` at a time. After a failure it starts no more, waits for those in flight,
 * and throws.
 */
export async function inParallel<T>(
  items: readonly T[],
  most: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failure: { readonly cause: unknown } | undefined;
  async function run(): Promise<void> {
    while (next < items.length && !failure) {
      const item = items[next] as T;
      next += 1;
      try {
        await work(item);
      } catch (cause) {
        failure ??= { cause };
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, run));
  if (failure) throw failure.cause;
}

/** Yields the results of `work` in the order of the items, and runs up to `most` of them ahead. */
export async function* inOrder<T, R>(
  items: readonly T[],
  most: number,
  work: (item: T) => Promise<R>,
): AsyncIterable<R> {
  const results: Promise<R>[] = [];
  let next = 0;
  while (next < items.length || results.length > 0) {
    while (next < items.length && results.length < most) {
      const result = work(items[next] as T);
      // Its failure is thrown when its turn comes; until then it must not end the process.
      result.catch(() => {});
      results.push(result);
      next += 1;
    }
    yield (await results.shift()) as R;
  }
}
