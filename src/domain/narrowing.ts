import type { JobState, JobType, Service } from './job.ts';

/** The orders of a list: by start, newest or oldest first, or by how long its jobs took. */
export const orders = ['latest', 'oldest', 'longest', 'shortest'] as const;
export type Order = (typeof orders)[number];

/** How long jobs took, or have been running. At least one bound is set. */
export interface LengthBounds {
  readonly minMs?: number | undefined;
  readonly maxMs?: number | undefined;
  /** True if the bounds themselves are outside: "longer than", "under". */
  readonly isStrict: boolean;
  /** True if jobs that still run count as well: for "longer than", up to the present. */
  readonly isWithRunning: boolean;
}

/** Words of an error, in lower case. */
export interface ErrorSearch {
  readonly text: string;
  /** True for the words exactly as they stand; false if each of them may be anywhere in one error. */
  readonly isPhrase: boolean;
}

/** What is left out. A job of several services is left out if each of them is. */
export interface Exclusion {
  readonly types: readonly JobType[];
  readonly services: readonly Service[];
  readonly states: readonly JobState[];
}

/** What a list has in common besides AvePoint's own filters. Only the job index can answer it. */
export interface Narrowing {
  readonly order?: Order | undefined;
  /** Only the first so many in that order. */
  readonly limit?: number | undefined;
  readonly length?: LengthBounds | undefined;
  readonly error?: ErrorSearch | undefined;
  readonly without?: Exclusion | undefined;
  /** Several services or states in one list, since an order is of all of them together. An empty list means all. */
  readonly among?: Pick<Exclusion, 'services' | 'states'> | undefined;
}

export const narrowingLimits = {
  maxLimit: 1_000,
  /** The index has no longer jobs. */
  maxLengthMs: 60 * 24 * 3_600_000,
  maxErrorLength: 80,
  /** How far back the latest jobs are looked for, if no period was named: as far as the index is sure to reach. */
  reachMs: 59 * 24 * 3_600_000,
} as const;

/** Returns true if `length` selects something at all. */
export function isValidLength({ minMs, maxMs }: LengthBounds): boolean {
  const isDuration = (ms: number | undefined) =>
    ms === undefined || (Number.isInteger(ms) && ms >= 0 && ms <= narrowingLimits.maxLengthMs);
  return (
    isDuration(minMs) &&
    isDuration(maxMs) &&
    (minMs ?? maxMs) !== undefined &&
    (minMs ?? 0) < (maxMs ?? Number.POSITIVE_INFINITY)
  );
}
