import type { Clock, EpochMs } from '../../domain/time.ts';

const minuteMs = 60_000;

/** How many requests may be made: so many a minute, and at the start so many at once. */
export interface Budget {
  /** True if requests may be made. One that is under way may overdraw it, which is made up for later. */
  hasLeft(): boolean;
  spend(): void;
}

export function createBudget(
  clock: Clock,
  { perMinute, atOnce }: { readonly perMinute: number; readonly atOnce: number },
): Budget {
  let left = atOnce;
  let at: EpochMs = clock.now();

  function refill(): void {
    const now = clock.now();
    // A clock that was set back gives nothing and takes nothing.
    if (now > at) left = Math.min(atOnce, left + ((now - at) / minuteMs) * perMinute);
    at = now;
  }

  return {
    hasLeft() {
      refill();
      return left >= 1;
    },
    spend() {
      refill();
      left -= 1;
    },
  };
}
