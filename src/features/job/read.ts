import type { JobSearch } from '../../domain/question.ts';
import { idsIn } from '../../language/job-ids.ts';
import type { Parsed } from '../../language/parse.ts';
import type { Read, ReadingContext, RefusedSentence } from '../../language/reading.ts';

/** How far back a job is searched for if the sentence has no period. */
const lookbackMs = 7 * 24 * 3_600_000;
/** Jobs that one card has room for. */
const mostJobs = 5;

export interface JobCommand {
  readonly kind: 'job';
  readonly search: JobSearch;
}

export interface SeveralJobsCommand {
  readonly kind: 'severalJobs';
  readonly searches: readonly JobSearch[];
}

/**
 * Reads "job FB20241015105312327583", ids alone, a pasted alert: these jobs, whatever else the sentence has but a
 * period.
 */
export function oneJob(
  parsed: Parsed,
  context: ReadingContext,
): Read<JobCommand | SeveralJobsCommand | RefusedSentence> | undefined {
  const { period } = parsed;
  const [first, ...others] = idsIn(parsed);
  if (first === undefined) return undefined;
  if (others.length >= mostJobs) {
    const reason = `I can show up to ${mostJobs} jobs at once.`;
    return { command: { kind: 'noQuestion', reason }, offers: [] };
  }
  const to = Math.floor(context.now / 1000) * 1000;
  // A pasted alert has times of its own, in any form.
  const window =
    period.kind === 'bounds'
      ? { span: period.bounds, spanWords: period.words }
      : { span: { from: to - lookbackMs, to }, spanWords: undefined };
  const searchFor = (jobId: string): JobSearch => ({ jobId, ...window, zone: context.zone });
  const command: JobCommand | SeveralJobsCommand =
    others.length === 0
      ? { kind: 'job', search: searchFor(first) }
      : { kind: 'severalJobs', searches: [first, ...others].map(searchFor) };
  return { command, offers: [] };
}
