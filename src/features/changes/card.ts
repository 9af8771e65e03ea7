import { execute } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { cardTemplate } from '../../cards/template.ts';
import offer from '../../cards/templates/offer.json' with { type: 'json' };
import { type Reader, timesFor } from '../../cards/times.ts';
import type { Change } from '../../domain/change.ts';
import type { Place } from '../../domain/place.ts';
import type { EpochMs } from '../../domain/time.ts';
import { zoneName } from '../../domain/zone.ts';
import { changeName, effectsOf, reachText, type Standing } from './texts.ts';

const expand = cardTemplate(offer);

/** Lines of a preview; further ones are counted. */
const mostEffects = 10;

/** A change before it is saved. */
export interface ChangePreview {
  readonly change: Change;
  readonly standing: Standing;
  /** Names what the preview shows: 16 hexadecimal digits. */
  readonly seen: string;
  /** The conversation's; undefined if it is not known. */
  readonly place: Place['kind'] | undefined;
  /** The change was previewed before, and would do something else by now. */
  readonly isAnother: boolean;
  readonly answeredAt: EpochMs;
}

/** A preview as a card; `isAnything` is false if saving it would change nothing. */
interface DrawnPreview {
  readonly card: AdaptiveCard;
  readonly isAnything: boolean;
}

/**
 * Draws what a change would do: what becomes of what, and for whom, with Save and Cancel, which carry the whole change.
 * Without buttons if it would do nothing.
 */
export function changePreviewCard(
  { answeredAt, change, isAnother, place, seen, standing }: ChangePreview,
  { notes }: Pick<Asides, 'notes'>,
  reader: Reader & { readonly zone: string },
): DrawnPreview {
  const times = timesFor(reader.zone, reader, answeredAt);
  const at = (moment: EpochMs) => `${times.instant(moment)} (${zoneName(reader.zone)})`;
  const { lines, why } = effectsOf(standing, at, answeredAt);
  if (lines.length === 0) {
    return { isAnything: false, card: cardOf('Nothing to change', [why, ...noteTexts(notes)], []) };
  }
  const rest = lines.length - mostEffects;
  const card = cardOf(
    `${changeName(change)}?`,
    [
      isAnother ? 'This has changed since you opened it: look again.' : 'Nothing is changed yet.',
      ...noteTexts(notes),
      ...lines.slice(0, mostEffects),
      ...(rest > 0 ? [`and ${rest} more.`] : []),
      reachText(change, place),
    ],
    [
      execute('Save', { verb: 'change.save', change, seen }),
      execute('Cancel', { verb: 'change.cancel', change }),
    ],
  );
  return { card, isAnything: true };
}

/** What becomes of a preview that was not wanted. */
export function changeCancelledCard(change: Change): AdaptiveCard {
  return cardOf('Cancelled: nothing was changed', [`It was: ${changeName(change)}.`], []);
}

function cardOf(title: string, lines: readonly string[], actions: readonly object[]): AdaptiveCard {
  return expand({ title, lines: lines.map(text => ({ text })), actions });
}
