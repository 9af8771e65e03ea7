import { NotTaken } from './connector.ts';

/**
 * Gives `send` so many milliseconds in all. As `AbortSignal.timeout`, which would hold on to every request until its time
 * is over, answered or not; and it ends then even where the bot's token is still waited for, which heeds no signal.
 *
 * @throws what `send` throws, or `NotTaken` when the time is over.
 */
export async function inTime<T>(ms: number, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      controller.abort();
      reject(new NotTaken({}));
    }, ms);
  });
  try {
    return await Promise.race([send(controller.signal), end]);
  } finally {
    clearTimeout(timer);
  }
}
