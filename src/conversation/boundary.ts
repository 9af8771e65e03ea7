import { errorCard } from '../cards/error-card.ts';
import type { Press } from '../cards/press.ts';
import { JobSourceError } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import type { Question } from '../domain/question.ts';
import { StoreError } from '../domain/store.ts';
import type { Clock } from '../domain/time.ts';
import { card, type Reader, type Reply } from './turn.ts';

/**
 * Gives an answer, or the card of what went wrong: `retry` repeats exactly what failed, `question` is named where it was
 * one for jobs. Never throws.
 */
export type OrError = (
  retry: Press | undefined,
  question: Question | undefined,
  reader: Reader,
  answer: () => Promise<Reply>,
) => Promise<Reply>;

export interface BoundaryParts {
  readonly clock: Clock;
  readonly log: Log;
  /** A short id that the operator can quote and the log can be searched for. */
  readonly newReference: () => string;
}

/** The one boundary: what went wrong is logged under a reference, and the operator is told that reference. */
export function createBoundary({ clock, log, newReference }: BoundaryParts): OrError {
  return async (retry, question, reader, answer) => {
    try {
      return await answer();
    } catch (error) {
      const reference = newReference();
      const zone = question?.zone ?? reader.zone;
      const trouble = { reference, retry, question, zone, at: clock.now() };
      if (error instanceof JobSourceError) {
        const { code, details } = error;
        const { requestId, traceId } = details;
        log.warn({ reference, code, requestId, traceId, err: error }, 'jobs could not be read');
        const { retryAt, permission } = details;
        return card(errorCard({ problem: code, retryAt, permission, ...trouble }, reader));
      }
      if (error instanceof StoreError) {
        log.error({ reference, code: error.code, err: error }, 'the store failed');
        return card(errorCard({ problem: 'store', ...trouble }, reader));
      }
      log.error({ reference, err: error }, 'an answer failed');
      return card(errorCard({ problem: 'unexpected', ...trouble }, reader));
    }
  };
}
