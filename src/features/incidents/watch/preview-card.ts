import { execute, maxActions, suggestionActions } from '../../../cards/actions.ts';
import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import { type Asides, noteTexts } from '../../../cards/notes.ts';
import { cardTemplate } from '../../../cards/template.ts';
import offer from '../../../cards/templates/offer.json' with { type: 'json' };
import { type CardLocale, timesFor } from '../../../cards/times.ts';
import { capitalised } from '../../../cards/words.ts';
import type { WatchSpec } from '../../../domain/watch-order.ts';
import { cancelLink, saveLink } from './buttons.ts';
import type { WatchPreview } from './command-result.ts';
import { pastTexts } from './preview-texts.ts';
import { clockText, watchedText, watchTerms } from './texts.ts';

export { watchesCard } from './list-card.ts';

const expand = cardTemplate(offer);

/** Watches that a new one takes the place of; further ones are counted. */
const mostReplaced = 5;

/** A watch before it is saved: what it would have told lately. Its buttons carry the whole wish. */
export function watchPreviewCard(preview: WatchPreview, asides: Asides, reader: CardLocale): AdaptiveCard {
  const { answeredAt, past, replaces, wish, zone } = preview;
  const times = timesFor(zone, reader, answeredAt);
  const rest = replaces.length - mostReplaced;
  return expand({
    title: `Watch ${watchedText(wish)}?`,
    lines: [
      ...noteTexts(asides.notes),
      `${capitalised(watchTerms(wish).join('; '))}.`,
      ...(wish.quiet
        ? [`What happens in the quiet hours is told at ${clockText(wish.quiet.to)}, if it still holds.`]
        : []),
      ...pastTexts(wish, past, times),
      ...replaces.slice(0, mostReplaced).map(one => `In place of: ${wishText(one)}.`),
      ...(rest > 0 ? [`and of ${rest} more.`] : []),
    ].map(text => ({ text })),
    actions: [
      execute('Save', saveLink.encode(wish)),
      execute('Cancel', cancelLink.encode(wish)),
      ...suggestionActions(asides.offers),
    ].slice(0, maxActions),
  });
}

/** What becomes of a preview that was not wanted. */
export function watchNotSavedCard(wish: WatchSpec): AdaptiveCard {
  return expand({
    title: 'Not saved: nothing is watched by this',
    lines: [{ text: `It was: ${wishText(wish)}.` }],
    actions: [],
  });
}

/** "Exchange, told at every failure" */
function wishText(wish: WatchSpec): string {
  return [watchedText(wish), ...watchTerms(wish)].join(', ');
}
