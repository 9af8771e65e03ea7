import type { CardAction } from '../cards/button-link.ts';
import { type ErrorReport, errorCard, troubleText } from '../cards/error-card.ts';
import { AskedTooOftenError } from '../domain/asker.ts';
import { JobSourceError } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import { StoreError } from '../domain/store.ts';
import type { Clock } from '../domain/time.ts';
import type { Subject } from '../features/feature.ts';
import { card, type Localization, type Reply } from '../features/turn.ts';
import { InconsistentResponseError } from '../jobs/verified-reader.ts';
import { NotRecordedError } from './recorded-first.ts';

/**
 * Gives an answer, or the card of what went wrong: `retry` repeats exactly what failed, `about` is what the card
 * names. Throws only `AskedTooOftenError`, which the guard answers.
 */
type OrError = (
  retry: CardAction | undefined,
  about: Subject,
  reader: Localization,
  answer: () => Promise<Reply>,
) => Promise<Reply>;

/** Gives an answer, or a short text that says what went wrong: for presses on a card that is everybody's. Throws as `OrError`. */
type OrText = (answer: () => Promise<Reply>) => Promise<Reply>;

export interface BoundaryParts {
  readonly clock: Clock;
  readonly log: Log;
  /** A short id that the operator can quote and the log can be searched for: that of the turn, if one is under way. */
  readonly newReference: () => string;
  /** The sentence that shows what the turn under way may have changed; undefined if it has changed nothing. */
  readonly shownBy?: (() => string | undefined) | undefined;
}

export interface Boundary {
  readonly orError: OrError;
  readonly orText: OrText;
}

/** The one boundary: what went wrong is logged under a reference, and the operator is told that reference. */
export function createBoundary({
  clock,
  log,
  newReference,
  shownBy = () => undefined,
}: BoundaryParts): Boundary {
  /** Logs what was thrown under a new reference. What is no failure is thrown on. */
  function note(error: unknown): Noted {
    if (error instanceof AskedTooOftenError) throw error;
    const noted = { reference: newReference(), shownBy: shownBy() };
    const { reference } = noted;
    if (error instanceof NotRecordedError) {
      log.error({ reference, err: error }, 'change not recorded, so not made');
      return { ...noted, problem: 'unrecorded' };
    }
    if (error instanceof JobSourceError) {
      const { code, details } = error;
      const { requestId, traceId, retryAt, permission, waiting, blockedBy } = details;
      log.warn({ reference, code, requestId, traceId, err: error }, 'jobs could not be read');
      return { ...noted, problem: code, retryAt, permission, waiting, blockedBy };
    }
    if (error instanceof InconsistentResponseError) {
      log.warn({ reference, err: error }, 'jobs could not be read');
      return { ...noted, problem: 'malformed' };
    }
    if (error instanceof StoreError) {
      log.error({ reference, code: error.code, err: error }, 'the store failed');
      return { ...noted, problem: 'store' };
    }
    log.error({ reference, err: error }, 'an answer failed');
    return { ...noted, problem: 'unexpected' };
  }

  return {
    async orError(retry, about, reader, answer) {
      try {
        return await answer();
      } catch (error) {
        const zone = about.question?.zone ?? reader.zone;
        const noted = note(error);
        const shown = card(errorCard({ ...noted, ...about, retry, zone, at: clock.now() }, reader));
        return { ...shown, ending: { kind: 'failed', problem: noted.problem } };
      }
    },
    async orText(answer) {
      try {
        return await answer();
      } catch (error) {
        const noted = note(error);
        const ending = { kind: 'failed', problem: noted.problem } as const;
        return { kind: 'text', text: troubleText(noted), ending };
      }
    },
  };
}

type Noted = Pick<
  ErrorReport,
  'reference' | 'problem' | 'retryAt' | 'permission' | 'waiting' | 'blockedBy' | 'shownBy'
>;
