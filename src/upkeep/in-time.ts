/** Nothing was heard in time. */
export class Late extends Error {
  override readonly name = 'Late';
}

/** The same, or a rejection with `Late` once `ms` are over. What it waits for is left to end by itself. */
export async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Late(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
