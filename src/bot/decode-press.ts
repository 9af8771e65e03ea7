import type { CardAction } from '../cards/button-link.ts';
import { askLink } from '../cards/common-buttons.ts';
import type { EpochMs } from '../domain/time.ts';
import type { DecodedAction } from '../features/feature.ts';
import { decodeAction, type FeatureParts } from '../features/index.ts';

/** A card action that was decoded: a feature's own, or a sentence that is read as if the user had typed it. */
export type DecodedPress =
  | { readonly packed: CardAction; readonly pressed: DecodedAction<FeatureParts> }
  | { readonly packed: CardAction; readonly sentence: string };

/**
 * Decodes what a client sent against the fields of every button. Returns undefined if no button of the bot can have
 * produced it at `now`. Never throws. Permissions are checked later, by `authorize`.
 */
export function decodePress(verb: unknown, data: unknown, now: EpochMs): DecodedPress | undefined {
  if (verb === askLink.verb) {
    const sentence = askLink.decode(data, now);
    return sentence === undefined ? undefined : { packed: askLink.encode(sentence), sentence };
  }
  const pressed = decodeAction(verb, data, now);
  return pressed && { packed: pressed.packed, pressed };
}
