import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import type { ConversationRef } from '../../domain/place.ts';
import type { Report } from '../../jobs/report.ts';
import { digestCard } from './card.ts';
import type { DigestMessage } from './message.ts';

/** A day begins on a quarter of an hour in every zone. */
const quarterMs = 900_000;

/**
 * Returns a `digestCard` that caches cards for as long as their report is in memory: thousands of conversations may get
 * the same one. A returned card must not be changed. The zone of a digest in a personal chat is its reader's own.
 */
export function createDigestCardCache(): (
  message: DigestMessage,
  kind?: ConversationRef['kind'],
) => AdaptiveCard {
  const cache = new WeakMap<Report, Map<string, AdaptiveCard>>();
  return (posted, kind) => {
    const message = kind === 'personal' ? { ...posted, ownZone: posted.zone } : posted;
    const { report, composedAt, ...rest } = message;
    if (!report) return digestCard(message);
    const cards = cache.get(report) ?? new Map<string, AdaptiveCard>();
    cache.set(report, cards);
    // A card shows only the day of the moment when it was composed.
    const key = JSON.stringify([shownParts(rest), Math.floor(composedAt / quarterMs)]);
    const known = cards.get(key);
    if (known) return known;
    const card = digestCard(message);
    cards.set(key, card);
    return card;
  };
}

/** Returns everything that a card can show of a message besides its report. */
function shownParts({ wish, ...rest }: Omit<DigestMessage, 'report' | 'composedAt'>) {
  return { ...rest, wish: wish && [wish.when, wish.services] };
}
