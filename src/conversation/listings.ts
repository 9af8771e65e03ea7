import type { AdaptiveCard } from '../cards/adaptive-card.ts';
import { digestsCard } from '../cards/digests-card.ts';
import type { Asides } from '../cards/notes.ts';
import { watchesCard } from '../cards/watch-cards.ts';
import type { Digests, DigestsAnswer } from '../digest/orders.ts';
import type { Place } from '../domain/place.ts';
import type { Undelivered } from '../domain/undelivered.ts';
import { nextDue } from '../faults/due.ts';
import type { Duties } from '../faults/duties.ts';
import { type Fault, isOpen } from '../faults/fault.ts';
import type { Faults } from '../faults/faults.ts';
import type { WatchesAnswer } from '../faults/watch-answers.ts';
import type { WatchOrders } from '../faults/watch-orders.ts';
import type { Reader } from '../features/turn.ts';
import { composeDigest, composeWatch } from '../language/index.ts';
import type { SettingsBin } from './settings-bin.ts';

export interface ListingsParts {
  readonly digests: Pick<Digests, 'obey'>;
  readonly orders: Pick<WatchOrders, 'show'>;
  readonly faults: Pick<Faults, 'ofPlace'>;
  readonly duties: Pick<Duties, 'get'>;
  readonly settingsBin: Pick<SettingsBin, 'count'>;
}

/**
 * What is set in a conversation, as cards; a sentence that sets something again is in the reader's zone. Rejects with
 * `StoreError`.
 */
export interface Listings {
  digests(answer: DigestsAnswer, place: Place, asides: Asides, reader: Reader): Promise<AdaptiveCard>;
  watches(answer: WatchesAnswer, place: Place, asides: Asides, reader: Reader): Promise<AdaptiveCard>;
}

export function createListings({ digests, orders, faults, duties, settingsBin }: ListingsParts): Listings {
  /** A refusal is known until Teams takes the next message. If there is none to come, the card must not promise one. */
  async function withoutNeedless<A extends { readonly undelivered: Undelivered | undefined }>(
    answer: A,
    place: Place,
  ): Promise<A> {
    if (!answer.undelivered || (await isAnythingHere(place))) return answer;
    return { ...answer, undelivered: undefined };
  }

  async function isAnythingHere(place: Place): Promise<boolean> {
    if ((await digests.obey({ what: 'show' }, place, undefined)).digests.length > 0) return true;
    if ((await orders.show(place)).watches.length > 0) return true;
    if ((await faults.ofPlace(place)).some(({ value }) => isLeft(value))) return true;
    return (await duties.get(place))?.first !== undefined;
  }

  async function withBin(asides: Asides, place: Place): Promise<Asides> {
    return { ...asides, binned: await settingsBin.count(place) };
  }

  return {
    digests: async (answer, place, asides, reader) =>
      digestsCard(await withoutNeedless(answer, place), await withBin(asides, place), reader, wish =>
        composeDigest(wish, reader.zone),
      ),
    watches: async (answer, place, asides, reader) =>
      watchesCard(await withoutNeedless(answer, place), await withBin(asides, place), reader, wish =>
        composeWatch(wish, reader.zone),
      ),
  };
}

/** It is open, or a message about it is still to be sent. */
function isLeft(fault: Fault): boolean {
  const due = nextDue(fault);
  return isOpen(fault) || (due !== undefined && due.step !== 'archive');
}
