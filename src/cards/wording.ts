import type { AdaptiveCard } from './adaptive-card.ts';
import type { MentionEntity } from './mention.ts';

/** How a message is said: as a card, or as a short text with those whom it calls. */
export type RenderedMessage =
  | { readonly kind: 'card'; readonly card: AdaptiveCard }
  | { readonly kind: 'text'; readonly text: string; readonly mentions: readonly MentionEntity[] };
