import { type Job, type JobState, jobStates } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Stopped } from './stopped.ts';

/** How the runs of one service and window ended. */
export interface Tally {
  readonly states: Readonly<Record<JobState, number>>;
  /** In a state that nobody knows. */
  readonly other: number;
  readonly total: number;
  /** More were not looked at, so every number is the least that it can be. */
  readonly atLeast: boolean;
  /** When those that failed started; undefined if they were counted, not read. */
  readonly failedAt: readonly EpochMs[] | undefined;
}

/**
 * Whether a service in which nothing finished should have run. `at` is the planned start that no run came for; `stopped` has
 * the last backups if the usual gap is over.
 */
export type Expectation =
  | { readonly kind: 'expected'; readonly at: EpochMs | undefined; readonly stopped?: Stopped | undefined }
  | { readonly kind: 'notExpected' }
  | { readonly kind: 'unknown' };

/** Counts jobs by their state. */
export function tallied(jobs: readonly Job[], atLeast: boolean): Tally {
  const states = Object.fromEntries(jobStates.map(state => [state, 0])) as Record<JobState, number>;
  let other = 0;
  const failedAt: EpochMs[] = [];
  for (const { state, startedAt } of jobs) {
    if (state === undefined) other += 1;
    else states[state] += 1;
    if (state === 'failed' && startedAt !== undefined) failedAt.push(startedAt);
  }
  const allTold = failedAt.length === states.failed;
  return { states, other, total: jobs.length, atLeast, failedAt: allTold && !atLeast ? failedAt : undefined };
}

/** The bad ends: failed, partial, with exceptions. */
export function notGood({ states }: Tally): number {
  return states.failed + states.partiallyFinished + states.finishedWithException;
}

/** Returns true if nothing finished, well or badly, and that is certain: nothing ran, or it only runs. */
export function isQuiet({ states, other, atLeast }: Tally): boolean {
  const { finished, finishedWithException, failed, partiallyFinished } = states;
  return finished + finishedWithException + failed + partiallyFinished + other === 0 && !atLeast;
}

/**
 * What a service's runs come to. Exceptions alone are a warning: many tenants always have some. One in which nothing
 * finished needs attention if it was expected to run, and says nothing if it was not.
 */
export function verdictOf(tally: Tally | undefined, expectation: Expectation): Verdict {
  if (!tally) return 'unknown';
  const { states, other, atLeast } = tally;
  // What is certainly bad stays bad, however much more there is; what is good so far may not be.
  if (states.failed + states.partiallyFinished > 0 && other === 0) return 'attention';
  if (other > 0 || atLeast) return 'unknown';
  if (isQuiet(tally)) return quiet[expectation.kind];
  return states.finishedWithException > 0 ? 'warning' : 'good';
}

const quiet = { expected: 'attention', notExpected: 'neutral', unknown: 'unknown' } as const;
