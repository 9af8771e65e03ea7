import type { AdaptiveCard } from '../cards/adaptive-card.ts';

/** Who is spoken with, as far as an answer depends on it. */
export interface Reader {
  /** A valid IANA zone: the asker's own, else the configured one. */
  readonly zone: string;
  /** BCP 47, as the client says it. */
  readonly locale: string | undefined;
}

/** A sentence said to the bot, its own mentions taken out. */
export interface Turn extends Reader {
  readonly text: string;
}

/** A button that was pressed, as it came from the client: not to be believed before it is unpacked. */
export interface PressTurn extends Reader {
  readonly verb: unknown;
  readonly data: unknown;
}

/**
 * What is said back: a card, with a message in plain text beside it where one was asked for, or to a press also a
 * short text that only the presser sees.
 */
export type Reply =
  | { readonly kind: 'card'; readonly card: AdaptiveCard; readonly message?: string | undefined }
  | { readonly kind: 'text'; readonly text: string };

/** The reply that is a card alone. */
export const card = (card: AdaptiveCard): Reply => ({ kind: 'card', card });
