import type { EpochMs } from '../domain/time.ts';
import type { Times } from './times.ts';

/** Returns "at 14:05", or "on Sun 22 Nov, 14:05" if it's of another day than `beside`, which the reader knows. */
export function whenNear(at: EpochMs, beside: EpochMs, times: Times): string {
  return withPreposition(times.near(at, beside), at, times);
}

/** Returns "at 14:05" today, "on Sun 14:05" within six days, else "on Sat 12 Sep". */
export function whenBrief(at: EpochMs, times: Times): string {
  return withPreposition(times.brief(at), at, times);
}

function withPreposition(text: string, at: EpochMs, times: Times): string {
  return `${text === times.time(at) ? 'at' : 'on'} ${text}`;
}
