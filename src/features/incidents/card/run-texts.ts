import { failedObjectsText } from '../../../cards/job-texts.ts';
import type { Times } from '../../../cards/times.ts';
import { plural } from '../../../domain/plural.ts';
import type { FailedRun, ServiceFailure } from '../incident/incident.ts';

/** The first and the last ones: as many as fit into two lines on a phone. */
const mostTimes = 6;

/** How the runs of a failure ended: `mixed` if some were partial and the others weren't, or aren't known. */
export type FailureKind = 'failed' | 'partial' | 'mixed';

/** Judges by the runs that are listed. */
export function failureKindOf(failure: ServiceFailure): FailureKind {
  const { known, partial } = countsOf(failure);
  if (partial === 0) return 'failed';
  return partial === known && known >= failure.count ? 'partial' : 'mixed';
}

function countsOf(failure: ServiceFailure) {
  const runs = knownRuns(failure);
  return { known: runs.length, partial: runs.filter(({ state }) => state === 'partiallyFinished').length };
}

/** Returns the first run and the latest ones, each once. */
export function knownRuns({ first, runs }: ServiceFailure): readonly FailedRun[] {
  return [first, ...runs.filter(({ id }) => id !== first.id)];
}

export function latestOf(failure: ServiceFailure): FailedRun {
  return failure.runs.at(-1) ?? failure.first;
}

/** Returns "3 backups failed", "1 backup failed, 2 partial", "2 partial backups", "30 backups failed or were partial". */
export function backupsText(failure: ServiceFailure, times: Times): string {
  const { count } = failure;
  const backups = (number: number) => `${times.number(number)} ${plural(number, 'backup', 'backups')}`;
  const { known, partial } = countsOf(failure);
  switch (failureKindOf(failure)) {
    case 'failed':
      return `${backups(count)} failed`;
    case 'partial':
      return `${times.number(count)} partial ${plural(count, 'backup', 'backups')}`;
    case 'mixed':
      return known < count
        ? `${backups(count)} failed or were partial`
        : `${backups(known - partial)} failed, ${times.number(partial)} partial`;
  }
}

/** Returns the same without its noun: "3 failed", "1 failed, 2 partial", "2 partial", "30 failed or partial". */
export function countsText(failure: ServiceFailure, times: Times): string {
  const { count } = failure;
  const { known, partial } = countsOf(failure);
  switch (failureKindOf(failure)) {
    case 'failed':
      return `${times.number(count)} failed`;
    case 'partial':
      return `${times.number(count)} partial`;
    case 'mixed':
      return known < count
        ? `${times.number(count)} failed or partial`
        : `${times.number(known - partial)} failed, ${times.number(partial)} partial`;
  }
}

/** Returns "7 failures", or "7 problems" if partial runs may be among them. */
export function totalText(troubles: readonly ServiceFailure[], times: Times): string {
  const count = troubles.reduce((sum, one) => sum + one.count, 0);
  return `${times.number(count)} ${failureNoun(troubles, count)}`;
}

/** Returns "failures", or "problems" if partial runs may be among them, in the form that fits the number. */
export function failureNoun(troubles: readonly ServiceFailure[], count: number): string {
  return troubles.every(one => failureKindOf(one) === 'failed')
    ? plural(count, 'failure', 'failures')
    : plural(count, 'problem', 'problems');
}

/**
 * Returns when the runs ended: "Mon 23 Nov, 02:00, 08:00, 14:00 (partial)". Names the day if it differs from that of the
 * time before. Replaces those between the first and the last five by "…".
 */
export function runTimesText(failure: ServiceFailure, times: Times): string {
  const { first, count } = failure;
  const later = knownRuns(failure).slice(1);
  const isWhole = count <= mostTimes && later.length + 1 >= count;
  const isMarked = failureKindOf(failure) === 'mixed';
  const mark = ({ state }: FailedRun) => (isMarked && state === 'partiallyFinished' ? ' (partial)' : '');
  let beside = first.endedAt;
  const shown = (isWhole ? later : later.slice(1 - mostTimes)).map(run => {
    const text = `${times.near(run.endedAt, beside)}${mark(run)}`;
    beside = run.endedAt;
    return text;
  });
  const start = `${times.instant(first.endedAt)}${mark(first)}`;
  return isWhole ? [start, ...shown].join(', ') : `${start} … ${shown.join(', ')}`;
}

/** Returns "214 of 1,230 objects failed", or as much of it as is known. */
export function runObjectsText({ objects }: FailedRun, times: Times): string {
  return failedObjectsText(objects && { ...objects, successful: undefined, skipped: undefined }, times);
}
