import type { Suggestion, UnsupportedReason } from '../domain/reading.ts';
import type { NoQuestion, Read } from './reading.ts';

/** No button for more than these fits beside help. */
const maxOffers = 4;

/** A sentence that gets no answer, by what it is about. */
export function unanswered(
  about: UnsupportedReason,
  reason: string,
  offers: readonly Suggestion[],
): Read<NoQuestion> {
  return { command: { kind: 'noQuestion', reason, about }, offers };
}

/** A sentence that cannot be asked as it stands; an offer is made once. */
export function noQuestion(reason: string, offers: readonly Suggestion[]): Read<NoQuestion> {
  const bySentence = new Map(offers.map(offer => [offer.sentence, offer]));
  return {
    command: { kind: 'noQuestion', reason },
    offers: [...bySentence.values()].slice(0, maxOffers),
  };
}
