import type { AdaptiveCard } from './adaptive-card.ts';
import type { MentionEntity } from './mention.ts';

/** A message to send: a card, or a short text with the people whom it calls. */
export type RenderedMessage =
  | { readonly kind: 'card'; readonly card: AdaptiveCard }
  | { readonly kind: 'text'; readonly text: string; readonly mentions: readonly MentionEntity[] };
