import type { CardAction } from '../cards/button-link.ts';
import type { Asides } from '../cards/notes.ts';
import type { MonotonicMs } from '../domain/time.ts';
import type { PreparedRequest } from '../features/feature.ts';
import type { FeatureParts } from '../features/index.ts';
import type { Reply, Requester } from '../features/turn.ts';
import type { Authorize } from './authorize.ts';
import type { Boundary } from './error-boundary.ts';
import { recordFirst } from './recorded-first.ts';

/** How a request came, and how it is answered if there is no answer. */
interface Manner {
  readonly asides: Asides;
  readonly until: MonotonicMs;
  /** A refusal is a card to a sentence, and to a press a short text for the presser alone. */
  readonly refusedAs: 'card' | 'text';
  /** The card is everybody's: an error is a short text. */
  readonly isOnSharedCard?: boolean;
  /** Repeats it, if what was asked has no button of its own. */
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
 * Gives the one way to every answer: authorize, then put a change on record, then run inside the error boundary. Nothing is done, and
 * nothing said of it, before the speaker's role is known.
 */
export function createAnswer({ boundary, features, guard }: AnswerParts): Answer {
  return (asked, hearer, { asides, until, refusedAs, isOnSharedCard, retry }) => {
    const { zone, settingZone, locale, place, speaker, thread } = hearer;
    const reader = { zone, settingZone, locale };
    return guard(asked.permission, hearer, refusedAs, until, by =>
      recordFirst(asked.shownBy, by, hearer, () => {
        const request = { reader, asides, until, ...by, place, speaker, thread };
        const run = async () => asked.run(request, features);
        return isOnSharedCard
          ? boundary.orText(run)
          : boundary.orError(asked.retry ?? retry, asked.about, reader, run);
      }),
    );
  };
}
