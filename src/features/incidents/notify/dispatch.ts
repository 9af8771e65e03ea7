import type { Log } from '../../../domain/log.ts';
import type { ConversationKey, ConversationStore } from '../../../domain/place.ts';
import type { Clock, EpochMs } from '../../../domain/time.ts';
import { type AttemptResult, createConversationBackOff } from '../../../schedule/conversation-back-off.ts';
import type { KeyedMutex } from '../../../schedule/keyed-mutex.ts';
import type { SetAside } from '../../../schedule/set-aside.ts';
import type { IncidentStore } from '../incident/incident-store.ts';
import type { Watches } from '../watch/watches.ts';
import { createDueConversations, type DueConversation } from './due-conversations.ts';
import { deleteOrphans } from './orphaned-incidents.ts';
import { createStrayPointers } from './stray-pointers.ts';

export interface DispatcherParts {
  readonly incidents: IncidentStore;
  readonly watches: Pick<Watches, 'ofPlace'>;
  /** Called before each round. */
  readonly repairClock: () => Promise<void>;
  readonly notify: (place: ConversationKey, canSend: () => boolean) => Promise<AttemptResult>;
  readonly places: Pick<ConversationStore, 'get'>;
  readonly locks: KeyedMutex;
  readonly aside: SetAside;
  readonly clock: Clock;
  readonly log: Log;
}

/** Conversations that are notified at the same time. */
const atOnce = 50;
/** After a failure that says nothing of the conversation: the first pause, doubled up to the longest. */
const [firstPauseMs, longestPauseMs] = [60_000, 10 * 60_000];

/** Notifies the conversations in which a step is due. */
export interface Dispatcher {
  /** Starts the visits that are due now, and doesn't wait for them. Rejects with `StoreError`. */
  begin(canSend: () => boolean): Promise<void>;
  /**
   * Returns since when the oldest step is due, of those that the last `begin` found due at `before`. Rejects with
   * `StoreError`.
   */
  overdueSince(before: EpochMs): Promise<EpochMs | undefined>;
}

export function createDispatcher(parts: DispatcherParts): Dispatcher {
  const { incidents, repairClock, notify, places, locks, clock, log } = parts;
  const inFlight = new Set<string>();
  const pauses = { firstMs: firstPauseMs, longestMs: longestPauseMs };
  const backOff = createConversationBackOff({ places, ...pauses, clock });
  const due = createDueConversations(parts);
  const strays = createStrayPointers(incidents, clock);

  async function visit({ name, place, pointers }: DueConversation, canSend: () => boolean): Promise<void> {
    try {
      if (await deleteOrphans(parts, place)) return;
      await backOff.attempt({ name, place }, canSend, may => notify(place, may));
      for (const pointer of pointers) await strays.check(pointer);
    } catch (err) {
      log.error({ err, place: place.id }, 'conversation not notified of its incidents');
    }
  }

  return {
    async begin(canSend) {
      await repairClock();
      const conversations = await due.read();
      strays.retain(due.has);
      for (const conversation of conversations) {
        const { name, place } = conversation;
        if (inFlight.has(name) || inFlight.size >= atOnce || backOff.isWaiting({ name, place })) continue;
        if (!canSend()) return;
        inFlight.add(name);
        void locks.run(place, () => visit(conversation, canSend)).finally(() => inFlight.delete(name));
      }
    },
    overdueSince: due.overdueSince,
  };
}
