import type { Times } from '../../../cards/times.ts';
import type { EpochMs } from '../../../domain/time.ts';

/** Returns "at 14:05", or "on Sun 22 Nov, 14:05" if it's of another day than `beside`, which the reader knows. */
export function whenText(at: EpochMs, beside: EpochMs, times: Times): string {
  const near = times.near(at, beside);
  return `${near === times.time(at) ? 'at' : 'on'} ${near}`;
}
