import { failedObjectsText } from '../../../cards/job-texts.ts';
import type { Times } from '../../../cards/times.ts';
import type { FailedRun, ServiceFailure } from '../incident/incident.ts';

/** The first and the last ones: as many as fit into two lines on a phone. */
const mostTimes = 6;

/** Stands for the times that are left out. */
export const gapSign = '…';

/** How the runs of a failure ended: `mixed` if some were partial and the others aren't known. */
export type FailureKind = 'failed' | 'partial' | 'mixed';

/** Judges by the runs that are listed. */
export function failureKindOf(failure: ServiceFailure): FailureKind {
  const known = knownRuns(failure);
  if (known.some(({ state }) => state === 'failed')) return 'failed';
  return known.length < failure.count ? 'mixed' : 'partial';
}

/** Returns the first run and the latest ones, each once. */
export function knownRuns({ first, runs }: ServiceFailure): readonly FailedRun[] {
  return [first, ...runs.filter(({ id }) => id !== first.id)];
}

export function latestOf(failure: ServiceFailure): FailedRun {
  return failure.runs.at(-1) ?? failure.first;
}

/**
 * When the runs ended: "Mon 23 Nov, 02:00", then "08:00", "14:00 (partial)". Names the day if it differs from that of
 * the time before. Replaces those between the first and the last five by "…".
 */
export function runTimes(failure: ServiceFailure, times: Times): readonly [string, ...string[]] {
  const later = knownRuns(failure).slice(1);
  const isWhole = failure.count <= mostTimes && later.length + 1 >= failure.count;
  const shown = isWhole ? later : later.slice(1 - mostTimes);
  const isMarked = failureKindOf(failure) !== 'partial';
  const mark = ({ state }: FailedRun) => (isMarked && state === 'partiallyFinished' ? ' (partial)' : '');
  let beside = failure.first.endedAt;
  return [
    `${times.instant(failure.first.endedAt)}${mark(failure.first)}`,
    ...(isWhole ? [] : [gapSign]),
    ...shown.map(run => {
      const text = `${times.near(run.endedAt, beside)}${mark(run)}`;
      beside = run.endedAt;
      return text;
    }),
  ];
}

/** "214 of 1,230 objects failed", or as much of it as is known. */
export function runObjectsText({ objects }: FailedRun, times: Times): string {
  return failedObjectsText(objects && { ...objects, successful: undefined, skipped: undefined }, times);
}

/** "×1,234" */
export function countText(count: number, times: Times): string {
  return `×${times.number(count)}`;
}
