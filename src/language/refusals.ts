import type { Suggestion, UnsupportedReason } from '../domain/reading.ts';
import type { NoQuestion, Read } from './reading.ts';

/** No more buttons fit beside help. */
const maxOffers = 4;

/** Refuses a sentence, by what it's about. */
export function unanswered(
  about: UnsupportedReason,
  reason: string,
  offers: readonly Suggestion[],
): Read<NoQuestion> {
  return { command: { kind: 'noQuestion', reason, about }, offers };
}

/** Refuses a sentence that can't be asked as it stands; equal offers are made once. */
export function noQuestion(reason: string, offers: readonly Suggestion[]): Read<NoQuestion> {
  return { command: { kind: 'noQuestion', reason }, offers: distinctOffers(offers) };
}

/** Returns as many offers as there is room for, each once. */
export function distinctOffers(offers: readonly Suggestion[]): readonly Suggestion[] {
  return [...new Map(offers.map(offer => [offer.sentence, offer])).values()].slice(0, maxOffers);
}
