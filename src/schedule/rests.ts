import type { Clock, EpochMs } from '../domain/time.ts';

/** Whether all that was due was done, or is to be tried again later. */
export type Ending = 'over' | 'later';

/** Lets what could not be done rest before it is tried again. */
export interface Rests {
  isResting(name: string): boolean;
  /**
   * One try. Where it is not over or rejects, its name rests; but not where it was told that it may not start: that says
   * nothing of whom it was for, and whoever may start does it at once. Rejects with what the try rejects with.
   */
  attempt(
    name: string,
    mayStart: () => boolean,
    work: (mayStart: () => boolean) => Promise<Ending>,
  ): Promise<void>;
}

export interface RestsParts {
  /** The first rest; each that follows it is twice as long, up to the longest. */
  readonly firstMs: number;
  readonly longestMs: number;
  readonly clock: Clock;
}

export function createRests({ firstMs, longestMs, clock }: RestsParts): Rests {
  const resting = new Map<string, { readonly until: EpochMs; readonly restMs: number }>();

  function rest(name: string): void {
    const restMs = Math.min(longestMs, (resting.get(name)?.restMs ?? firstMs / 2) * 2);
    resting.set(name, { until: clock.now() + restMs, restMs });
  }

  return {
    isResting: name => (resting.get(name)?.until ?? Number.NEGATIVE_INFINITY) > clock.now(),

    async attempt(name, mayStart, work) {
      let wasKeptBack = false;
      const asked = () => {
        const may = mayStart();
        wasKeptBack ||= !may;
        return may;
      };
      try {
        if ((await work(asked)) === 'over') resting.delete(name);
        else if (!wasKeptBack) rest(name);
      } catch (error) {
        rest(name);
        throw error;
      }
    },
  };
}
