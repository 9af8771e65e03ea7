/** Stands for what did not come in time. */
export const late = Symbol('late');

/** What `promise` resolves to, or `late` after `limitMs`; what comes afterwards, an error even, is nobody's any more. */
export async function within<T>(limitMs: number, promise: Promise<T>): Promise<T | typeof late> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<typeof late>(resolve => {
    timer = setTimeout(resolve, Math.max(0, limitMs), late);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
