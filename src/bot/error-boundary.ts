import { type ErrorReport, errorCard, troubleText } from '../cards/error-card.ts';
import { AskedTooOftenError } from '../domain/asker.ts';
import { JobSourceError } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import { StoreError } from '../domain/store.ts';
import type { Clock } from '../domain/time.ts';
import type { Failure } from '../features/feature.ts';
import { card, type Localization, type Reply } from '../features/turn.ts';
import { InconsistentResponseError } from '../jobs/verified-reader.ts';
import { NotRecordedError } from './recorded-first.ts';

/**
 * Gives an answer, or an error card: `onError` gives what the card offers and names. Throws only
 * `AskedTooOftenError`, which `authorize.ts` answers.
 */
type OrError = (onError: () => Failure, reader: Localization, answer: () => Promise<Reply>) => Promise<Reply>;

/** Gives an answer, or a short text with the error: for presses on a card that others see. Throws as `OrError` does. */
type OrText = (answer: () => Promise<Reply>) => Promise<Reply>;

export interface BoundaryParts {
  readonly clock: Clock;
  readonly log: Log;
  /** Returns a short id that users can quote and the log can be searched for: that of the turn, if there is one. */
  readonly newReference: () => string;
  /** The address of AvePoint's portal; undefined if it isn't set. */
  readonly portalUrl?: string | undefined;
  /** Returns the sentence that shows what this turn may have changed; undefined if it has changed nothing. */
  readonly shownBy?: (() => string | undefined) | undefined;
}

export interface Boundary {
  readonly orError: OrError;
  readonly orText: OrText;
}

/** Creates the one error boundary: it logs an error under a reference, which the user gets. */
export function createBoundary({
  clock,
  log,
  newReference,
  portalUrl,
  shownBy = () => undefined,
}: BoundaryParts): Boundary {
  /** Logs an error under a new reference. Throws `AskedTooOftenError` again, since it's no failure. */
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
      log.warn({ reference, code, requestId, traceId, err: error }, 'jobs not read');
      return { ...noted, problem: code, retryAt, permission, waiting, blockedBy };
    }
    if (error instanceof InconsistentResponseError) {
      log.warn({ reference, err: error }, 'jobs not read');
      return { ...noted, problem: 'malformed' };
    }
    if (error instanceof StoreError) {
      log.error({ reference, code: error.code, err: error }, 'store failed');
      return { ...noted, problem: 'store' };
    }
    log.error({ reference, err: error }, 'answer failed');
    return { ...noted, problem: 'unexpected' };
  }

  return {
    async orError(onError, reader, answer) {
      try {
        return await answer();
      } catch (error) {
        const failure = onError();
        const zone = failure.question?.zone ?? reader.zone;
        const noted = note(error);
        const shown = card(errorCard({ ...noted, ...failure, zone, at: clock.now(), portalUrl }, reader));
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
