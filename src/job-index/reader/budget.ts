import { type Clock, msBetween } from '../../domain/time.ts';

const minuteMs = 60_000;

/** How many requests may be made: so many a minute, and at the start so many at once. */
export interface Budget {
  /** True if requests may be made. One that is under way may overdraw it, which is made up for later. */
  hasLeft(): boolean;
  /** True if at least half of what may be made at once is left. */
  isIdle(): boolean;
  spend(): void;
}

export interface BudgetLimits {
  readonly perMinute: number;
  readonly atOnce: number;
}

export function createBudget(clock: Clock, { perMinute, atOnce }: BudgetLimits): Budget {
  let left = atOnce;
  let at = clock.monotonic();

  function refilled(): number {
    const now = clock.monotonic();
    left = Math.min(atOnce, left + (msBetween(at, now) / minuteMs) * perMinute);
    at = now;
    return left;
  }

  return {
    hasLeft: () => refilled() >= 1,
    isIdle: () => refilled() >= atOnce / 2,
    spend() {
      left = refilled() - 1;
    },
  };
}

/**
 * A part of a budget with limits of its own, for work that may not wait for the rest of it: if it takes more than its part,
 * its pauses grow. What it spends is spent of the whole.
 */
export function createShare(clock: Clock, whole: Budget, limits: BudgetLimits): Budget {
  const own = createBudget(clock, limits);
  return {
    hasLeft: own.hasLeft,
    isIdle: own.isIdle,
    spend() {
      own.spend();
      whole.spend();
    },
  };
}

/** A share that may also take what the whole has to spare: while at least half of what the whole may make at once is left. */
export function createElasticShare(clock: Clock, whole: Budget, limits: BudgetLimits): Budget {
  const own = createBudget(clock, limits);
  return {
    hasLeft: () => own.hasLeft() || whole.isIdle(),
    isIdle: own.isIdle,
    spend() {
      // What is spare costs the share nothing: it is there when the whole has none left.
      if (!whole.isIdle()) own.spend();
      whole.spend();
    },
  };
}
