import { ranked, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { cardTemplate } from '../../cards/template.ts';
import offer from '../../cards/templates/offer.json' with { type: 'json' };
import { capital } from '../../language/compose.ts';
import { type Language, textsOf } from './languages.ts';

const expand = cardTemplate(offer);

/** What most users ask, in the language that has to be typed. */
const examples = ['status', 'failed backups today', 'why did backups fail today?'];

/** Draws the answer to a sentence in another language: which one the bot reads, with examples. */
export function otherLanguageCard(language: Language): AdaptiveCard {
  const { title, line } = textsOf(language);
  const offers = examples.map(sentence => ({ label: capital(sentence), sentence }));
  return expand({ title, lines: [{ text: line }], actions: ranked(suggestionActions(offers)) });
}
