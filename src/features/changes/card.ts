import { destructive, type ExecuteAction, execute, ranked } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import type { CardAction } from '../../cards/button-link.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { cardTemplate } from '../../cards/template.ts';
import offer from '../../cards/templates/offer.json' with { type: 'json' };
import { type CardLocale, timesFor } from '../../cards/times.ts';
import type { ConversationRef } from '../../domain/place.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { At, Effects } from '../change.ts';

const expand = cardTemplate(offer);

/** Lines of a preview; further ones are counted. */
const mostEffects = 10;

/** A change before it's saved. */
export interface ChangePreview {
  readonly name: string;
  /** True if it applies to all conversations. */
  readonly isForAll: boolean;
  /** True if it ends or removes something. */
  readonly isEnding: boolean;
  effects(at: At, now: EpochMs): Effects;
  /** Buttons beside Save and Cancel. */
  readonly beside: readonly ExecuteAction[];
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
  { answeredAt, beside, cancel, effects, isAnother, isEnding, isForAll, name, place, save }: ChangePreview,
  { notes }: Pick<Asides, 'notes'>,
  reader: CardLocale & { readonly zone: string },
): DrawnPreview {
  const times = timesFor(reader.zone, reader, answeredAt);
  const at = (moment: EpochMs) => `${times.instant(moment)}${times.zoneNote}`;
  const { lines, why } = effects(at, answeredAt);
  if (lines.length === 0) {
    return { isAnything: false, card: cardOf('Nothing to change', [why, ...noteTexts(notes)], []) };
  }
  const rest = lines.length - mostEffects;
  const card = cardOf(
    `${name}?`,
    [
      ...(isAnother ? ['The settings have changed since you opened this. Check it again.'] : []),
      ...lines.slice(0, mostEffects),
      ...(rest > 0 ? [`and ${times.number(rest)} more`] : []),
      ...noteTexts(notes),
      `${reachText(isForAll, place)} Nothing has changed yet.`,
    ],
    ranked([
      isEnding ? destructive(execute('Save', save)) : execute('Save', save),
      execute('Cancel', cancel),
      ...beside,
    ]),
  );
  return { card, isAnything: true };
}

/** Says for whom a change applies. */
function reachText(isForAll: boolean, place: ConversationRef['kind'] | undefined): string {
  if (isForAll) return 'Applies to everyone, in every conversation.';
  return place === 'channel' ? 'Applies to everyone in this channel.' : 'Applies to this chat.';
}

/** Replaces a preview that was cancelled. */
export function cancelledCard(name: string): AdaptiveCard {
  return cardOf('Cancelled: nothing has changed', [`Not saved: ${name}.`], []);
}

function cardOf(title: string, lines: readonly string[], actions: readonly object[]): AdaptiveCard {
  return expand({ title, lines: lines.map(text => ({ text })), actions });
}
