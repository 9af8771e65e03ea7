import { execute, maxActions, offerActions } from './actions.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { type Asides, noteTexts } from './notes.ts';
import { clipped } from './plain.ts';
import { cardTemplate } from './template.ts';
import offer from './templates/offer.json' with { type: 'json' };

const expand = cardTemplate(offer);

/** For a sentence that was understood but cannot be asked: why not, and what can be asked instead. */
export function offerCard({ reason, offers, notes }: Asides & { readonly reason: string }): AdaptiveCard {
  return cardOf('I cannot ask that', [clipped(reason, 400), ...noteTexts(notes)], offers);
}

/** For an order that cannot be carried out as it stands: why not, and what can be ordered instead. */
export function noOrderCard({ reason, offers, notes }: Asides & { readonly reason: string }): AdaptiveCard {
  return cardOf('Nothing is changed yet', [clipped(reason, 400), ...noteTexts(notes)], offers);
}

/** For a message in which nothing was understood: the nearest things, never a guess. */
export function notUnderstoodCard({ offers, notes }: Asides): AdaptiveCard {
  const hint = offers.length === 0 ? 'Help shows what you can ask.' : 'Did you mean one of these?';
  return cardOf('I did not understand that', [...noteTexts(notes), hint], offers);
}

function cardOf(title: string, lines: readonly string[], offers: Asides['offers']): AdaptiveCard {
  return expand({
    title,
    lines: lines.map(text => ({ text })),
    actions: [...offerActions(offers).slice(0, maxActions - 1), execute('Help', { verb: 'help' })],
  });
}
