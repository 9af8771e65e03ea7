import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import type { Asides } from '../../cards/notes.ts';
import type { ConversationRef } from '../../domain/place.ts';
import { listedHere, type SettingsHere } from '../settings-here.ts';
import type { Localization } from '../turn.ts';
import type { Digests, DigestsAnswer } from './commands.ts';
import { composeDigest } from './compose.ts';
import { digestsCard } from './list-card.ts';

export interface DigestListParts {
  readonly digests: Pick<Digests, 'obey' | 'act' | 'now'>;
  readonly settingsHere: SettingsHere;
}

/** The digests of a conversation as a card; a sentence that sets one again is in the reader's zone. Rejects with `StoreError`. */
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
