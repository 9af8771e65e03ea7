import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import type { Report } from '../../jobs/report.ts';
import { digestCard } from './card.ts';
import type { DigestMessage } from './message.ts';

const hourMs = 3_600_000;

/**
 * `digestCard`, with the cards of a report kept as long as the report is: thousands of conversations may get the very
 * same one. Nobody may change a card that is given out.
 */
export function createDigestRenderer(): (message: DigestMessage) => AdaptiveCard {
  const kept = new WeakMap<Report, Map<string, AdaptiveCard>>();
  return message => {
    const { report, composedAt, ...rest } = message;
    if (!report) return digestCard(message);
    const cards = kept.get(report) ?? new Map<string, AdaptiveCard>();
    kept.set(report, cards);
    // Of the moment of composing a card shows no more than the year.
    const key = JSON.stringify([wordsOf(rest), Math.floor(composedAt / hourMs)]);
    const known = cards.get(key);
    if (known) return known;
    const card = digestCard(message);
    cards.set(key, card);
    return card;
  };
}

/** All that a card can show of a message beside its report. */
function wordsOf({ wish, ...rest }: Omit<DigestMessage, 'report' | 'composedAt'>) {
  return { ...rest, wish: wish && [wish.when, wish.services] };
}
