import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import type { Asides } from '../../cards/notes.ts';
import type { ConversationRef } from '../../domain/place.ts';
import { listedHere, type SettingsHere } from '../settings-here.ts';
import type { Localization } from '../turn.ts';
import type { Digests, DigestsAnswer } from './commands.ts';
import { composeDigest } from './compose.ts';
import { digestsCard } from './list-card.ts';

export interface DigestListParts {
  readonly digests: Pick<Digests, 'obey' | 'act' | 'now' | 'example'>;
  readonly settingsHere: SettingsHere;
}

/**
 * Draws the digests of a conversation; the sentences that set them again are in the user's zone. Rejects with
 * `StoreError`.
 */
export async function digestList(
  digests: DigestsAnswer,
  place: ConversationRef,
  beside: Asides,
  reader: Localization,
  { settingsHere }: DigestListParts,
): Promise<AdaptiveCard> {
  const { answer, asides } = await listedHere(digests, place, beside, settingsHere);
  return digestsCard(answer, asides, reader, wish => composeDigest(wish, reader.zone));
}
