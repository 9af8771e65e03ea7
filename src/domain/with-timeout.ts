/** Work that took longer than its limit. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

/**
 * Resolves or rejects as `work` does, or rejects with `lateError()` after `ms`. The signal is aborted then. Work that
 * ignores the signal continues, and its result is dropped. Unlike `AbortSignal.timeout`, leaves no timer once the work
 * has ended.
 */
export async function withTimeout<T>(
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
  lateError: () => Error = () => new TimeoutError(`no answer within ${ms} ms`),
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      controller.abort();
      reject(lateError());
    }, ms);
  });
  try {
    return await Promise.race([work(controller.signal), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** As `withTimeout`, but resolves with `fallback` after `ms`. */
export async function withFallback<T, const F>(
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
  fallback: F,
): Promise<T | F> {
  const late = new TimeoutError();
  try {
    return await withTimeout(ms, work, () => late);
  } catch (error) {
    if (error === late) return fallback;
    throw error;
  }
}
