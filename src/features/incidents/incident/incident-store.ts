import type { ConversationKey } from '../../../domain/place.ts';
import type { RecordKey, Store } from '../../../domain/store.ts';
import type { EpochMs } from '../../../domain/time.ts';
import {
  createQueuedRecords,
  type QueuePointer,
  type VersionedRecord,
} from '../../../schedule/queued-records.ts';
import { createArchive } from './archive.ts';
import type { Incident } from './incident.ts';
import { nextStep } from './next-step.ts';

export type StoredIncident = VersionedRecord<Incident>;
export type IncidentStore = ReturnType<typeof createIncidentStore>;

/**
 * The incidents of all conversations, and the queue of their next steps. Incidents that were over for a while are
 * archived, for their reports. Every method rejects with `StoreError`.
 */
export function createIncidentStore(store: Store) {
  const kept = createQueuedRecords<Incident, QueuePointer, 'faults'>({
    store,
    collection: 'faults',
    queues: {
      faults: incident => {
        const due = nextStep(incident);
        return due && { at: due.at, place: incident.place, id: incident.id };
      },
    },
  });

  const past = createArchive(store);

  /** Returns an incident of the conversation, whether archived or not. */
  async function find(place: ConversationKey, id: string): Promise<Incident | undefined> {
    return (await kept.get(place, id))?.value ?? past.get(place, id);
  }

  return {
    ...kept,
    find,
    past,

    /** Archives an incident, and deletes those of its conversation that were archived too long before `now`. */
    async archive(incident: StoredIncident, now: EpochMs): Promise<void> {
      const { place } = incident.value;
      await past.put(incident.value);
      // If it was reopened meanwhile, it isn't over any more.
      if (!(await kept.removeUnchanged(incident))) return;
      for (const { telling } of await past.removeOld(place, now))
        if (telling.said?.id !== undefined) await store.remove(threadPlace(place, telling.said.id));
    },

    /** Deletes the archive of a team or a conversation, or of one of its places. */
    async forgetPast(home: string, place?: ConversationKey): Promise<void> {
      const start = place && encodeURIComponent(place.id);
      const range = start === undefined ? {} : { from: `${start}|`, before: `${start}}` };
      for (const collection of ['pastFaults', 'faultThreads']) {
        for (;;) {
          const some = await store.list(collection, home, { ...range, limit: 200 });
          if (some.length === 0) break;
          for (const { key } of some) await store.remove({ collection, partition: home, key });
        }
      }
    },

    /** Records which incident a message is the card of. */
    async tie(place: ConversationKey, messageId: string, id: string): Promise<void> {
      await store.put(threadPlace(place, messageId), { id });
    },

    /** Returns the incident whose card begins this thread. */
    async inThread(place: ConversationKey, messageId: string): Promise<Incident | undefined> {
      const tied = (await store.get(threadPlace(place, messageId)))?.value as { id: string } | undefined;
      return tied && find(place, tied.id);
    },
  };
}

function threadPlace(place: ConversationKey, messageId: string): RecordKey {
  return {
    collection: 'faultThreads',
    partition: place.home,
    key: `${encodeURIComponent(place.id)}|${encodeURIComponent(messageId)}`,
  };
}
