import type { EpochMs, Span } from '../../domain/time.ts';

const secondMs = 1_000;
const dayMs = 24 * 3_600_000;
/** If only what lies wholly within a window is listed, runs that last no longer than this are found. */
const longestRunMs = 2 * dayMs;

/**
 * Which time of a job StartTime and FinishTime are about, which isn't documented. `start`: its start, or any overlap.
 * `end`: its end. `within`: both. `unknown`: not found out yet.
 */
export type WindowMeaning = 'start' | 'end' | 'within' | 'unknown';

/** What was found out about the windows of the API. */
export interface WindowRules {
  readonly meaning: WindowMeaning;
  /** False if the time of day is ignored, so that a window is whole days. */
  readonly hasTimeOfDay: boolean;
}

export const unknownRules: WindowRules = { meaning: 'unknown', hasTimeOfDay: true };

/** The window of a question for all jobs that started from `from` on, however the API reads it. */
export function openWindow(from: EpochMs): Span {
  return { from: floorToSecond(from) - secondMs, to: undefined };
}

/**
 * The window of a question that lists all jobs that started between `from` and `to` and are over, and, if the API filters
 * by start, those that run as well. It may list more.
 */
export function closedWindow(from: EpochMs, to: EpochMs, { meaning, hasTimeOfDay }: WindowRules): Span {
  // Whole days include the last one, so a window that ends at midnight ends a second before it.
  const first = hasTimeOfDay ? floorToSecond(from) - secondMs : floorToSecond(from);
  const last = hasTimeOfDay ? ceilToSecond(to) : ceilToSecond(to) - secondMs;
  switch (meaning) {
    case 'start':
      return { from: first, to: last };
    case 'end':
      // Windows side by side list every end once, whenever the job started.
      return { from: first, to: last };
    case 'within':
    case 'unknown':
      return { from: first, to: last + longestRunMs };
  }
}

/** Windows begin and end at multiples of this. */
export function stepMs({ hasTimeOfDay }: WindowRules): number {
  return hasTimeOfDay ? secondMs : dayMs;
}

/** Shorter windows list no fewer jobs. */
export function shortestWindowMs({ meaning, hasTimeOfDay }: WindowRules): number {
  if (!hasTimeOfDay) return dayMs;
  return meaning === 'start' || meaning === 'end' ? secondMs : longestRunMs;
}

/** The narrowest window that lists one job; undefined if only a question for running jobs does. */
export function windowAround(
  { startedAt, finishedAt }: { readonly startedAt: EpochMs; readonly finishedAt: EpochMs | undefined },
  { meaning }: WindowRules,
): Span | undefined {
  if (meaning === 'start') return secondOf(startedAt);
  if (finishedAt === undefined) return undefined;
  if (meaning === 'end') return secondOf(finishedAt);
  return { from: floorToSecond(startedAt), to: floorToSecond(finishedAt) + secondMs };
}

/** The second that a moment lies in. */
export function secondOf(at: EpochMs): { readonly from: EpochMs; readonly to: EpochMs } {
  const from = floorToSecond(at);
  return { from, to: from + secondMs };
}

export function floorToSecond(at: EpochMs): EpochMs {
  return floorTo(at, secondMs);
}

/** The last multiple of `ms` that isn't after `at`. */
export function floorTo(at: EpochMs, ms: number): EpochMs {
  return Math.floor(at / ms) * ms;
}

function ceilToSecond(at: EpochMs): EpochMs {
  return Math.ceil(at / secondMs) * secondMs;
}
