import type { Job, Service } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';
import { isButtonJobId } from './button-fields.ts';
import type { CardAction } from './button-link.ts';
import { durationOf, errorText, failedObjectsText, startText } from './job-texts.ts';
import { clipped } from './plain.ts';
import type { Times } from './times.ts';
import { lookOf, namesOf, stateRuns } from './words.ts';

/**
 * Returns one job as a row of the page template; a tap on it opens what `open` encodes for its id. The row begins with
 * `services`, if there are any.
 */
export function jobRow(
  job: Job,
  services: readonly Service[],
  now: EpochMs,
  times: Times,
  open: (jobId: string) => CardAction,
) {
  const look = lookOf(job);
  const jobId = job.id !== undefined && isButtonJobId(job.id) ? job.id : undefined;
  const id = clipped(job.id ?? '', 200) || 'id not told';
  const error = job.errors[0];
  const more = job.errors.length - 1;
  return {
    state: [
      ...(services.length > 0 ? [{ text: `${namesOf(services)} · `, color: 'Default' }] : []),
      ...stateRuns(look),
    ],
    id: jobId === undefined ? ` ${id}` : ` ${id}\u00a0›`,
    idColor: jobId === undefined ? 'Default' : 'Accent',
    facts: [
      startText(job, times),
      durationOf(job, now),
      // A running job has often not counted anything yet: nothing is missing then.
      ...(job.state === 'inProgress' && job.objects === undefined
        ? []
        : [failedObjectsText(job.objects, times)]),
    ].join(' · '),
    error: error === undefined ? [] : [{ text: firstErrorText(errorText(error, times), more) }],
    open: jobId === undefined ? [] : [open(jobId)],
  };
}

function firstErrorText(text: string, more: number): string {
  return more > 0 ? `${text} (+${more} more)` : text;
}
