import type { CardAction } from '../cards/button-link.ts';
import type { Asides } from '../cards/notes.ts';
import type { MonotonicMs } from '../domain/time.ts';
import type { Failure, PreparedRequest } from '../features/feature.ts';
import type { FeatureParts } from '../features/index.ts';
import type { Reply, Requester } from '../features/turn.ts';
import { offerUndo } from '../features/undo/offer.ts';
import type { Authorize, RefusalForm } from './authorize.ts';
import type { Boundary } from './error-boundary.ts';
import { recordFirst } from './recorded-first.ts';

/** How a request came in, and how it's answered if it fails or is refused. */
interface Manner {
  readonly asides: Asides;
  readonly until: MonotonicMs;
  readonly refusedAs: RefusalForm;
  /** True if others see the card as well: an error is a short text then. */
  readonly isOnSharedCard?: boolean;
  /** Repeats the request, if what it asks for has no button of its own. */
  readonly retry: CardAction | undefined;
}

/** Answers what was asked for, to whoever may have it. */
export type Answer = (
  asked: PreparedRequest<FeatureParts>,
  hearer: Requester,
  manner: Manner,
) => Promise<Reply>;

export interface AnswerParts {
  readonly boundary: Boundary;
  readonly guard: Authorize;
  readonly features: FeatureParts;
}

/**
 * Creates the one way to every answer: authorize, then record a change, then run inside the error boundary. Nothing is
 * done or revealed before the user's role is known.
 */
export function createAnswer({ boundary, features, guard }: AnswerParts): Answer {
  return (asked, hearer, { asides, until, refusedAs, isOnSharedCard, retry }) => {
    const { zone, settingZone, ownZone, locale, place, speaker, thread } = hearer;
    const reader = { zone, settingZone, ownZone, locale };
    return guard(asked.permission, hearer, refusedAs, until, by =>
      recordFirst(asked.shownBy, by, hearer, () => {
        const request = { reader, asides, until, ...by, place, speaker, thread };
        const work = async () => asked.run(request, features);
        const { touches } = asked;
        const needs = asked.permission.role;
        const run = touches && needs ? () => offerUndo(touches, needs, request, features, work) : work;
        return isOnSharedCard
          ? boundary.orText(run)
          : boundary.orError(() => failureOf(asked, retry), reader, run);
      }),
    );
  };
}

function failureOf({ onError }: PreparedRequest<FeatureParts>, otherwise: CardAction | undefined): Failure {
  const failure = onError();
  return { ...failure, retry: failure.retry ?? otherwise };
}
