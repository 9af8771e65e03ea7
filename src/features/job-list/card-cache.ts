import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import type { Asides } from '../../cards/notes.ts';
import type { CardLocale } from '../../cards/times.ts';
import type { Job } from '../../domain/job.ts';
import type { PageAnswer } from '../../jobs/answers.ts';
import { pageCard } from './card.ts';

const secondMs = 1_000;

/**
 * `pageCard`, with the cards of a list of jobs kept as long as the list itself is: whoever asks the same at the same moment
 * has the very same list, and gets the very same card. Nobody may change a card that is given out.
 */
export function createListCard(): typeof pageCard {
  const kept = new WeakMap<readonly Job[], Map<string, AdaptiveCard>>();
  return (answer: PageAnswer, asides: Asides, reader: CardLocale) => {
    const { jobs, answeredAt, ...rest } = answer;
    const cards = kept.get(jobs) ?? new Map<string, AdaptiveCard>();
    kept.set(jobs, cards);
    // Of the moment of answering a card shows no more than its second.
    const key = JSON.stringify([rest, asides, reader.locale, Math.floor(answeredAt / secondMs)]);
    const known = cards.get(key);
    if (known) return known;
    const card = pageCard(answer, asides, reader);
    cards.set(key, card);
    return card;
  };
}
