import type { RemovalCount } from '../../domain/audit.ts';
import type { ConversationKey } from '../../domain/place.ts';
import type { KeyedMutex } from '../../schedule/keyed-mutex.ts';
import type { IncidentStore } from './incident/incident-store.ts';
import type { OnCall } from './on-call/on-call.ts';
import type { Watches } from './watch/watches.ts';

export interface ForgetParts {
  readonly watches: Watches;
  readonly incidents: IncidentStore;
  readonly onCall: OnCall;
  /** The locks of this process's polls and visits. */
  readonly locks: KeyedMutex;
}

/** Watches and rosters that were deleted; watches that were already ending don't count. */
export type ForgottenCount = Pick<RemovalCount, 'watches' | 'rosters'>;

/**
 * Returns a function that deletes the watches, the roster, the incidents and the archive of a team or chat, or of one
 * channel, after the bot was removed there. It adds the deleted to `gone`. Can be repeated if it rejects, with
 * `StoreError`.
 */
export function createForget({ watches, incidents, onCall, locks }: ForgetParts) {
  /** Waits for work that is under way there, so that a poll doesn't save an incident that would never end. */
  function forgetPlace(place: ConversationKey, gone: ForgottenCount): Promise<void> {
    return locks.run(place, async () => {
      for (const watch of await watches.ofPlace(place))
        if ((await watches.remove(watch)) && !watch.isEnding) gone.watches += 1;
      for (const incident of await incidents.ofPlace(place)) await incidents.remove(incident);
    });
  }

  async function placesOf(home: string): Promise<readonly ConversationKey[]> {
    const watched = (await watches.ofHome(home)).map(({ place }) => place);
    const failing = (await incidents.ofHome(home)).map(({ value }) => value.place);
    return [...new Map([...watched, ...failing].map(place => [place.id, place])).values()];
  }

  return async (
    home: string,
    place?: ConversationKey,
    gone: ForgottenCount = { watches: 0, rosters: 0 },
  ): Promise<void> => {
    for (const one of place ? [place] : await placesOf(home)) await forgetPlace(one, gone);
    await incidents.forgetPast(home, place);
    await onCall.forget(home, place, gone);
  };
}
