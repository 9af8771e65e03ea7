import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import { cardTemplate } from '../../../cards/template.ts';
import offer from '../../../cards/templates/offer.json' with { type: 'json' };
import type { Asked } from './texts.ts';

const expand = cardTemplate(offer);

/** Answers the user who asks for access. */
export function askedCard({ title, lines }: Asked): AdaptiveCard {
  return expand({ title, lines: lines.map(text => ({ text })), actions: [] });
}
