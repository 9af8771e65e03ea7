import type { CardAction } from '../cards/button-link.ts';
import { askLink } from '../cards/common-buttons.ts';
import type { EpochMs } from '../domain/time.ts';
import type { DecodedAction } from '../features/feature.ts';
import { decodeAction, type FeatureParts } from '../features/index.ts';

/** A button that was pressed: one that a feature answers, or a sentence to be read as if it was typed. */
export type DecodedPress =
  | { readonly packed: CardAction; readonly pressed: DecodedAction<FeatureParts> }
  | { readonly packed: CardAction; readonly sentence: string };

/** Reads what a client sent. Returns undefined if no button of ours can have carried it at `now`; never throws. */
export function decodePress(verb: unknown, data: unknown, now: EpochMs): DecodedPress | undefined {
  if (verb === askLink.verb) {
    const sentence = askLink.decode(data, now);
    return sentence === undefined ? undefined : { packed: askLink.encode(sentence), sentence };
  }
  const pressed = decodeAction(verb, data, now);
  return pressed && { packed: pressed.packed, pressed };
}
