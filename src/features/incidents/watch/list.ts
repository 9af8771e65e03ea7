import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import type { Asides } from '../../../cards/notes.ts';
import type { ConversationRef } from '../../../domain/place.ts';
import { listedHere, type SettingsHere } from '../../settings-here.ts';
import type { Localization } from '../../turn.ts';
import type { WatchesAnswer } from './command-result.ts';
import type { WatchOrders } from './commands.ts';
import { composeWatch } from './compose.ts';
import { watchesCard } from './list-card.ts';

export interface WatchListParts {
  readonly watchOrders: WatchOrders;
  readonly settingsHere: SettingsHere;
}

/** The watches of a conversation as a card; a sentence that sets one again is in the reader's zone. Rejects with `StoreError`. */
export async function watchList(
  watches: WatchesAnswer,
  place: ConversationRef,
  beside: Asides,
  reader: Localization,
  { settingsHere }: WatchListParts,
): Promise<AdaptiveCard> {
  const { answer, asides } = await listedHere(watches, place, beside, settingsHere);
  return watchesCard(answer, asides, reader, wish => composeWatch(wish, reader.zone));
}
