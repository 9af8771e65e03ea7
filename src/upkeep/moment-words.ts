import type { EpochMs } from '../domain/time.ts';

const hourMs = 3_600_000;

/** A moment for whoever runs the bot, such as "02:10 UTC"; with its date if it's more than half a day away. */
export function momentWords(at: EpochMs, now: EpochMs): string {
  const text = new Date(at).toISOString();
  const time = `${text.slice(11, 16)} UTC`;
  return Math.abs(now - at) < 12 * hourMs ? time : `${text.slice(0, 10)} ${time}`;
}
