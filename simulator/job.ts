/** The documented numbers of the query values. */
export const jobType = { backup: 1, restore: 2, export: 3, delete: 4, retention: 5 } as const;
export const jobState = {
  inProgress: 1,
  finished: 2,
  failed: 3,
  finishedWithException: 4,
  partiallyFinished: 5,
} as const;

/** The locations of the simulated tenant; the first is its central one. */
export const locations = ['NAM', 'EUR', 'APC'] as const;
export const centralLocation = locations[0];

export interface SimulatedError {
  readonly isErrorCode: boolean;
  readonly value: string;
  readonly url: string;
  readonly number: number;
}

export interface SimulatedCounts {
  readonly total: number;
  readonly failed: number;
  readonly successful: number;
  readonly skipped: number;
}

/** When a planted job is listed in one of its forms, half-open. Milliseconds since 1970. */
export interface Listing {
  readonly from: number;
  readonly until: number;
  /** The start that the listing delay counts from; undefined if the delay doesn't apply. */
  readonly delayedFrom: number | undefined;
}

/** One job with all its life; what of it shows depends on the clock. Times are milliseconds since 1970. */
export interface SimulatedJob {
  readonly id: string;
  readonly type: number;
  readonly service: number;
  /** Further services that AvePoint lists it under (planted jobs only). */
  readonly services?: readonly number[];
  readonly location: string;
  readonly startedAt: number;
  /** 0 to 9999 steps of 100 ns after `startedAt`, so that ticks are exercised to the last digit. */
  readonly startSteps: number;
  /** When it ends, or will end; Infinity for a job that hangs. */
  readonly endsAt: number;
  readonly endSteps: number;
  /** Its state once it has ended: a documented number, or any text (planted jobs only). */
  readonly outcome: number | string;
  /** Its state before it ends, if that is not in progress (planted jobs only). */
  readonly stateBeforeEnd?: number | string;
  readonly counts: SimulatedCounts;
  readonly errors: readonly SimulatedError[];
  /** Absent from planned jobs: they are listed from their start on. */
  readonly listing?: Listing;
}

/** True while the planted job is listed in that form. `startedBy`: `now` less the listing delay. */
export function isShown({ from, until, delayedFrom }: Listing, now: number, startedBy: number): boolean {
  return now >= from && now < until && (delayedFrom === undefined || delayedFrom <= startedBy);
}

/** True while the job runs at `now`. */
export function isRunning(job: SimulatedJob, now: number): boolean {
  return now < job.endsAt;
}

/** The documented number of the job's state at `now`, or the planted text. */
export function stateAt(job: SimulatedJob, now: number): number | string {
  return isRunning(job, now) ? (job.stateBeforeEnd ?? jobState.inProgress) : job.outcome;
}
