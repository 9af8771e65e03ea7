import { errorText } from '../../cards/job-texts.ts';
import { markdownFree } from '../../cards/markdown-free.ts';
import { plain } from '../../cards/plain.ts';
import { type CardLocale, timesFor } from '../../cards/times.ts';
import { lookOf } from '../../cards/words.ts';
import { plural } from '../../domain/plural.ts';
import type { JobAnswer } from '../../jobs/answers.ts';
import { jobKind, noReasonTexts, objectTexts, whenText } from './job-lines.ts';

/** Errors that a message to copy has room for. */
const mostErrors = 10;

/**
 * Returns one job as a message to copy into a ticket; undefined if it wasn't found. It reads the same as plain text and as
 * Markdown: each line is a paragraph that begins with the bot's own words.
 */
export function jobMessage(answer: JobAnswer, reader: CardLocale): string | undefined {
  const { place, jobId, job, answeredAt } = answer;
  if (job === undefined) return undefined;
  const zone = 'page' in place ? place.page.question.zone : place.search.zone;
  // Others read it: it names its zone.
  const times = timesFor(zone, { locale: reader.locale }, answeredAt);
  const left = job.errors.length - mostErrors;
  return [
    `${jobKind(answer)} ${job.id ?? jobId}: ${lookOf(job).word}`,
    whenText(job, answeredAt, times),
    // The text stays, and the job goes on.
    ...(job.state === 'inProgress' ? [`As of ${times.instant(answeredAt)}${times.zoneNote}`] : []),
    ...objectTexts(job, times),
    ...noReasonTexts(job),
    ...job.errors.slice(0, mostErrors).map(error => `Error: ${errorText(error, times)}`),
    ...(left > 0 ? [`And ${times.number(left)} more ${plural(left, 'error', 'errors')}`] : []),
  ]
    .map(line => markdownFree(plain(line)))
    .join('\n\n');
}
