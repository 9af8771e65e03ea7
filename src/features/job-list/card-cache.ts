import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import type { Asides } from '../../cards/notes.ts';
import type { CardLocale } from '../../cards/times.ts';
import type { Job } from '../../domain/job.ts';
import type { PageAnswer } from '../../jobs/answers.ts';
import { pageCard } from './card.ts';

const secondMs = 1_000;

/**
 * Returns a `pageCard` that caches cards for as long as their list is in memory: users who ask the same at the same
 * moment get the same list, and so the same card. A returned card must not be changed.
 */
export function createListCard(): typeof pageCard {
  const kept = new WeakMap<readonly Job[], Map<string, AdaptiveCard>>();
  return (answer: PageAnswer, asides: Asides, reader: CardLocale) => {
    const { jobs, answeredAt, ...rest } = answer;
    const cards = kept.get(jobs) ?? new Map<string, AdaptiveCard>();
    kept.set(jobs, cards);
    // A card shows only the second of the moment when it was answered.
    const key = JSON.stringify([
      rest,
      asides,
      reader.locale,
      reader.ownZone,
      Math.floor(answeredAt / secondMs),
    ]);
    const known = cards.get(key);
    if (known) return known;
    const card = pageCard(answer, asides, reader);
    cards.set(key, card);
    return card;
  };
}
