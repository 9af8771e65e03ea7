import { execute } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import type { CardAction } from '../../cards/button-link.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { cardTemplate } from '../../cards/template.ts';
import offer from '../../cards/templates/offer.json' with { type: 'json' };
import { type CardLocale, timesFor } from '../../cards/times.ts';
import type { ConversationRef } from '../../domain/place.ts';
import type { EpochMs } from '../../domain/time.ts';
import { zoneName } from '../../domain/zone.ts';
import type { At, Effects } from '../change.ts';

const expand = cardTemplate(offer);

/** Lines of a preview; further ones are counted. */
const mostEffects = 10;

/** A change before it's saved. */
export interface ChangePreview {
  readonly name: string;
  /** True if it applies to all conversations. */
  readonly isForAll: boolean;
  effects(at: At, now: EpochMs): Effects;
  readonly save: CardAction;
  readonly cancel: CardAction;
  /** Kind of the conversation; undefined if it isn't known. */
  readonly place: ConversationRef['kind'] | undefined;
  /** True if the change was previewed before, and would do something else by now. */
  readonly isAnother: boolean;
  readonly answeredAt: EpochMs;
}

/** A preview as a card; `isAnything` is false if saving it would change nothing. */
interface DrawnPreview {
  readonly card: AdaptiveCard;
  readonly isAnything: boolean;
}

/**
 * Draws what a change would do, and for whom, with Save and Cancel, which carry the whole change. Without buttons if it
 * would do nothing.
 */
export function previewCard(
  { answeredAt, cancel, effects, isAnother, isForAll, name, place, save }: ChangePreview,
  { notes }: Pick<Asides, 'notes'>,
  reader: CardLocale & { readonly zone: string },
): DrawnPreview {
  const times = timesFor(reader.zone, reader, answeredAt);
  const at = (moment: EpochMs) => `${times.instant(moment)} (${zoneName(reader.zone)})`;
  const { lines, why } = effects(at, answeredAt);
  if (lines.length === 0) {
    return { isAnything: false, card: cardOf('Nothing to change', [why, ...noteTexts(notes)], []) };
  }
  const rest = lines.length - mostEffects;
  const card = cardOf(
    `${name}?`,
    [
      isAnother ? 'This has changed since you opened it: look again.' : 'Nothing is changed yet.',
      ...noteTexts(notes),
      ...lines.slice(0, mostEffects),
      ...(rest > 0 ? [`and ${rest} more.`] : []),
      reachText(isForAll, place),
    ],
    [execute('Save', save), execute('Cancel', cancel)],
  );
  return { card, isAnything: true };
}

/** Says for whom a change applies. */
function reachText(isForAll: boolean, place: ConversationRef['kind'] | undefined): string {
  if (isForAll) return 'For everybody, in every conversation.';
  return place === 'channel' ? 'For everybody in this channel.' : 'For this chat.';
}

/** Replaces a preview that was cancelled. */
export function cancelledCard(name: string): AdaptiveCard {
  return cardOf('Cancelled: nothing was changed', [`It was: ${name}.`], []);
}

function cardOf(title: string, lines: readonly string[], actions: readonly object[]): AdaptiveCard {
  return expand({ title, lines: lines.map(text => ({ text })), actions });
}
