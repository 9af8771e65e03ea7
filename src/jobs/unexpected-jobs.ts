import type { Job } from '../domain/job.ts';
import type { Question } from '../domain/question.ts';
import type { Strays } from './answers.ts';

/** The API is trusted to the second, so a job may start within the second in which the span ends. */
const toleranceMs = 1000;

/** Counts the jobs that were not asked for. A job whose start or state was not told is no stray. */
export function countStrays(question: Pick<Question, 'span' | 'state'>, jobs: readonly Job[]): Strays {
  const { span, state } = question;
  let outsideSpan = 0;
  let otherState = 0;
  for (const job of jobs) {
    const start = job.startedAt;
    const isBefore = start !== undefined && span.from !== undefined && start < span.from;
    const isAfter = start !== undefined && span.to !== undefined && start >= span.to + toleranceMs;
    if (isBefore || isAfter) outsideSpan++;
    const isStateTold = job.state !== undefined || job.stateText !== undefined;
    if (state !== undefined && isStateTold && job.state !== state) otherState++;
  }
  return { outsideSpan, otherState };
}
