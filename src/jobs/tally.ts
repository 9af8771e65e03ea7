import { type Job, type JobState, jobStates } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Verdict } from '../domain/verdict.ts';

/** How the runs of one service and window ended. */
export interface Tally {
  readonly states: Readonly<Record<JobState, number>>;
  /** In a state that nobody knows. */
  readonly other: number;
  readonly total: number;
  /** More were not looked at, so every number is the least that it can be. */
  readonly atLeast: boolean;
  /** When those that failed started; undefined where they were counted, not read. */
  readonly failedAt: readonly EpochMs[] | undefined;
}

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

/**
 * What a service's runs come to, once it is known to run at all. Exceptions alone are a warning: many tenants always
 * have some. A window in which nothing finished needs attention, whether anything ran or not.
 */
export function verdictOf(tally: Tally | undefined): Verdict {
  if (!tally) return 'unknown';
  const { states, other, atLeast } = tally;
  // What is certainly bad stays bad, however much more there is; what is good so far may not be.
  if (states.failed + states.partiallyFinished > 0 && other === 0) return 'attention';
  if (other > 0 || atLeast) return 'unknown';
  if (states.finished + states.finishedWithException === 0) return 'attention';
  return states.finishedWithException > 0 ? 'warning' : 'good';
}
