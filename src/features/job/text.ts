import { durationOf, errorText, failedObjectsText } from '../../cards/job-texts.ts';
import { type CardLocale, timesFor } from '../../cards/times.ts';
import { lookOf, titleOf } from '../../cards/words.ts';
import { zoneName } from '../../domain/zone.ts';
import type { JobAnswer } from '../../jobs/answers.ts';

/** Errors that a message to copy has room for. */
const mostErrors = 10;

/** One job as a message in plain text, to be copied into a ticket; undefined if it was not found. */
export function jobMessage(
  { place, jobId, job, answeredAt }: JobAnswer,
  reader: CardLocale,
): string | undefined {
  if (job === undefined) return undefined;
  const zone = 'page' in place ? place.page.question.zone : place.search.zone;
  const times = timesFor(zone, reader, answeredAt);
  const at = (instant: number | undefined) => (instant === undefined ? 'not told' : times.instant(instant));
  const left = job.errors.length - mostErrors;
  return [
    `${lookOf(job).word}: job ${job.id ?? jobId}`,
    ...('page' in place ? [titleOf(place.page.question)] : []),
    `Started ${at(job.startedAt)}, ended ${job.state === 'inProgress' ? 'not yet' : at(job.finishedAt)} (${zoneName(zone)}), ${durationOf(job, answeredAt)}`,
    failedObjectsText(job.objects, times),
    ...job.errors.slice(0, mostErrors).map(error => `- ${errorText(error, times)}`),
    ...(left > 0 ? [`and ${times.number(left)} more errors`] : []),
  ].join('\n');
}
