import { execute, ranked, suggestionActions } from '../../../cards/actions.ts';
import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import { askLink } from '../../../cards/common-buttons.ts';
import { type Asides, noteTexts } from '../../../cards/notes.ts';
import { cardTemplate } from '../../../cards/template.ts';
import offer from '../../../cards/templates/offer.json' with { type: 'json' };
import { type CardLocale, timesFor } from '../../../cards/times.ts';
import { capitalised } from '../../../cards/words.ts';
import type { WatchSpec } from '../../../domain/watch-order.ts';
import { cancelLink, saveLink } from './buttons.ts';
import type { WatchPreview } from './command-result.ts';
import { composeWatch } from './compose.ts';
import { pastTexts } from './preview-texts.ts';
import { clockText, watchedText, watchTerms } from './texts.ts';

export { watchesCard } from './list-card.ts';

const expand = cardTemplate(offer);

/** Watches that a new one takes the place of; further ones are counted. */
const mostReplaced = 5;

/** A watch before it's saved: what it would have reported lately. Its buttons carry the whole wish. */
export function watchPreviewCard(preview: WatchPreview, asides: Asides, reader: CardLocale): AdaptiveCard {
  const { answeredAt, calmer, past, replaces, wish, zone } = preview;
  const times = timesFor(zone, reader, answeredAt);
  const rest = replaces.length - mostReplaced;
  return expand({
    title: `Watch ${watchedText(wish)}?`,
    lines: [
      ...noteTexts(asides.notes),
      `${capitalised(watchTerms(wish).join('; '))}.`,
      ...(wish.quiet
        ? [`A failure in the quiet hours is reported at ${clockText(wish.quiet.to)} if it still lasts.`]
        : []),
      ...pastTexts(wish, past, calmer, times),
      ...replaces.slice(0, mostReplaced).map(one => `Replaces: ${wishText(one)}.`),
      ...(rest > 0 ? [`and ${rest} more.`] : []),
    ].map(text => ({ text })),
    actions: ranked([
      execute('Save', saveLink.encode(wish)),
      ...(calmer
        ? [execute('Two in a row', askLink.encode(composeWatch({ ...wish, inARow: 2 }, zone)))]
        : []),
      execute('Cancel', cancelLink.encode(wish)),
      ...suggestionActions(asides.offers),
    ]),
  });
}

/** Replaces a preview that was cancelled. */
export function watchNotSavedCard(wish: WatchSpec): AdaptiveCard {
  return expand({
    title: 'Cancelled: nothing new is watched',
    lines: [{ text: `It was: ${wishText(wish)}.` }],
    actions: [],
  });
}

/** "Exchange, alerts on the first failure" */
function wishText(wish: WatchSpec): string {
  return [watchedText(wish), ...watchTerms(wish)].join(', ');
}
