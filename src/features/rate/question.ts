import type { JobState, JobType, Service } from '../../domain/job.ts';
import type { Window } from '../../domain/question.ts';

/** Ends of jobs whose share can be asked for. */
const ends = ['finished', 'failed', 'partiallyFinished', 'finishedWithException'] as const;

/** Asks for the share of the jobs that ended in some way among all that ended. */
export interface RateQuestion extends Window {
  readonly type: JobType | undefined;
  /** Empty means all. */
  readonly services: readonly Service[];
  /** Finished alone, or some of the bad ends. */
  readonly states: readonly JobState[];
  /** Which service comes first and is named; undefined: the worst, and none is named. */
  readonly order: 'highest' | 'lowest' | undefined;
}

/** Returns true if the share of good ends is asked for, of which a low one is bad. */
export function isOfSuccess({ states }: Pick<RateQuestion, 'states'>): boolean {
  return states[0] === 'finished';
}

/** Returns true for states that can be asked for: clean ends, or some of the others. */
export function areEnds(states: readonly JobState[]): boolean {
  const isEnd = (state: JobState) => ends.some(end => end === state);
  return states.length > 0 && states.every(isEnd) && (states.length === 1 || !states.includes('finished'));
}
