import { type Job, type JobState, jobStates } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Stopped } from './stopped.ts';

/** The runs of one service and window, by state. */
export interface Tally {
  readonly states: Readonly<Record<JobState, number>>;
  /** Runs in an unknown state. */
  readonly other: number;
  readonly total: number;
  /** There are more runs, so every number is a lower limit. */
  readonly atLeast: boolean;
  /** The starts of the failed runs; undefined if they were counted, not read. */
  readonly failedAt: readonly EpochMs[] | undefined;
}

/**
 * Whether a service in which nothing finished should have run. `at` is the scheduled start without a run; `stopped` has
 * the last backups if the usual gap is exceeded.
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
  const isComplete = failedAt.length === states.failed;
  return {
    states,
    other,
    total: jobs.length,
    atLeast,
    failedAt: isComplete && !atLeast ? failedAt : undefined,
  };
}

/** Counts the bad ends: failed, partial, with exceptions. */
export function problemCount({ states }: Tally): number {
  return states.failed + states.partiallyFinished + states.finishedWithException;
}

/** Returns true if certainly nothing finished, well or badly: nothing ran, or runs are still in progress. */
export function isQuiet({ states, other, atLeast }: Tally): boolean {
  const { finished, finishedWithException, failed, partiallyFinished } = states;
  return finished + finishedWithException + failed + partiallyFinished + other === 0 && !atLeast;
}

/**
 * Returns the verdict of a service's runs. Exceptions alone are a warning, since many tenants always have some. If
 * nothing finished, it needs attention if it was expected to run, and is neutral otherwise.
 */
export function verdictOf(tally: Tally | undefined, expectation: Expectation): Verdict {
  if (!tally) return 'unknown';
  const { states, other, atLeast } = tally;
  // Certain failures stay bad, however many more runs there are; a good result may not stay good.
  if (states.failed + states.partiallyFinished > 0 && other === 0) return 'attention';
  if (other > 0 || atLeast) return 'unknown';
  if (isQuiet(tally)) return verdictIfQuiet[expectation.kind];
  return states.finishedWithException > 0 ? 'warning' : 'good';
}

const verdictIfQuiet = { expected: 'attention', notExpected: 'neutral', unknown: 'unknown' } as const;
