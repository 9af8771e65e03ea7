import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import type { Asides } from '../../cards/notes.ts';
import type { Place } from '../../domain/place.ts';
import type { Undelivered } from '../../domain/undelivered.ts';
import { composeDigest, composeWatch } from '../../language/index.ts';
import type { Digests, DigestsAnswer } from '../digest/commands.ts';
import { digestsCard } from '../digest/list-card.ts';
import { type Incident, isOpen } from '../incidents/incident/incident.ts';
import type { IncidentStore } from '../incidents/incident/incident-store.ts';
import { nextStep } from '../incidents/incident/next-step.ts';
import type { OnCall } from '../incidents/on-call/on-call.ts';
import type { WatchesAnswer } from '../incidents/watch/command-result.ts';
import type { WatchOrders } from '../incidents/watch/commands.ts';
import { watchesCard } from '../incidents/watch/preview-card.ts';
import type { Reader } from '../turn.ts';
import type { SettingsBin } from './bin.ts';

export interface ListingsParts {
  readonly digests: Pick<Digests, 'obey'>;
  readonly orders: Pick<WatchOrders, 'show'>;
  readonly faults: Pick<IncidentStore, 'ofPlace'>;
  readonly duties: Pick<OnCall, 'get'>;
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
function isLeft(fault: Incident): boolean {
  const due = nextStep(fault);
  return isOpen(fault) || (due !== undefined && due.step !== 'archive');
}
