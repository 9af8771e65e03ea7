import { failedObjectsText } from '../../../cards/job-texts.ts';
import type { Times } from '../../../cards/times.ts';
import type { FailedRun, ServiceFailure } from '../incident/incident.ts';

/** A phone's two lines: the first, and the last ones. */
const mostTimes = 6;

/** Stands for the times that are not shown. */
export const gapSign = '…';

/** How the runs of a trouble ended: `mixed` if some were partial and the rest cannot be known to have been. */
export type FailureKind = 'failed' | 'partial' | 'mixed';

/** What became of the runs, as far as they are known one by one. */
export function failureKindOf(failure: ServiceFailure): FailureKind {
  const known = knownRuns(failure);
  if (known.some(({ state }) => state === 'failed')) return 'failed';
  return known.length < failure.count ? 'mixed' : 'partial';
}

/** The first run and the latest ones, each once. */
export function knownRuns({ first, runs }: ServiceFailure): readonly FailedRun[] {
  return [first, ...runs.filter(({ id }) => id !== first.id)];
}

export function latestOf(failure: ServiceFailure): FailedRun {
  return failure.runs.at(-1) ?? failure.first;
}

/**
 * When the runs ended: "Mon 23 Nov, 02:00", then "08:00", "14:00 (partial)", with the day if it is another than that
 * of the time before. Those between the first and the last five stand as "…".
 */
export function runTimes(failure: ServiceFailure, times: Times): readonly [string, ...string[]] {
  const later = knownRuns(failure).slice(1);
  const isWhole = failure.count <= mostTimes && later.length + 1 >= failure.count;
  const shown = isWhole ? later : later.slice(1 - mostTimes);
  const isTold = failureKindOf(failure) !== 'partial';
  const mark = ({ state }: FailedRun) => (isTold && state === 'partiallyFinished' ? ' (partial)' : '');
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

/** "214 of 1,230 objects failed", or what of it is known. */
export function runObjectsText({ objects }: FailedRun, times: Times): string {
  return failedObjectsText(objects && { ...objects, successful: undefined, skipped: undefined }, times);
}

/** "×1,234" */
export function countText(count: number, times: Times): string {
  return `×${times.number(count)}`;
}
