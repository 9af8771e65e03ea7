import type { AdaptiveCard } from '../cards/adaptive-card.ts';
import type { Place } from '../domain/place.ts';

/** Who is spoken with, as far as an answer depends on it. */
export interface Reader {
  /** A valid IANA zone: the asker's own, else the configured one. */
  readonly zone: string;
  /** BCP 47, as the client says it. */
  readonly locale: string | undefined;
}

/** Where a turn happens; undefined where nothing could be said there later. */
interface Somewhere extends Reader {
  readonly place?: Place | undefined;
}

/** A sentence said to the bot, its own mentions taken out. */
export interface Turn extends Somewhere {
  readonly text: string;
}

/** A button that was pressed, as it came from the client: not to be believed before it is unpacked. */
export interface PressTurn extends Somewhere {
  readonly verb: unknown;
  readonly data: unknown;
}

/**
 * What is said back: a card, with a message in plain text beside it where one was asked for. To a press also a short
 * text that only the presser sees, alone or beside what the pressed card becomes for everybody.
 */
export type Reply =
  | { readonly kind: 'card'; readonly card: AdaptiveCard; readonly message?: string | undefined }
  | { readonly kind: 'edit'; readonly card: AdaptiveCard; readonly text: string }
  | { readonly kind: 'text'; readonly text: string };

/** The reply that is a card alone. */
export const card = (card: AdaptiveCard): Reply => ({ kind: 'card', card });
