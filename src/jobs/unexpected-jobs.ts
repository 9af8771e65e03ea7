import type { Job } from '../domain/job.ts';
import type { Question } from '../domain/question.ts';
import type { UnexpectedJobs } from './answers.ts';

/** The API's precision is a second, so a job may start within the second in which the span ends. */
const toleranceMs = 1000;

/** Counts the jobs that weren't asked for. A job without a start or state isn't one. */
export function countUnexpectedJobs(
  question: Pick<Question, 'span' | 'state'>,
  jobs: readonly Job[],
): UnexpectedJobs {
  const { span, state } = question;
  let outsideSpan = 0;
  let otherState = 0;
  for (const job of jobs) {
    const start = job.startedAt;
    const isBefore = start !== undefined && span.from !== undefined && start < span.from;
    const isAfter = start !== undefined && span.to !== undefined && start >= span.to + toleranceMs;
    if (isBefore || isAfter) outsideSpan++;
    const hasState = job.state !== undefined || job.stateText !== undefined;
    if (state !== undefined && hasState && job.state !== state) otherState++;
  }
  return { outsideSpan, otherState };
}
