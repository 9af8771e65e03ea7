import type { ConversationKey } from '../../../domain/place.ts';
import type { RecordKey, Store } from '../../../domain/store.ts';
import type { EpochMs } from '../../../domain/time.ts';
import {
  createQueuedRecords,
  type QueuePointer,
  type VersionedRecord,
} from '../../../schedule/queued-records.ts';
import type { Incident } from './incident.ts';
import { nextStep } from './next-step.ts';
import { secondsIn } from './open-incident.ts';

/** How long the report of an incident can be asked for. */
const archivedMs = 400 * 24 * 3_600_000;

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

  /** Returns an incident of the conversation, whether archived or not. */
  async function find(place: ConversationKey, id: string): Promise<Incident | undefined> {
    const known = await kept.get(place, id);
    return known?.value ?? ((await store.get(archivePlace(place, id)))?.value as Incident | undefined);
  }

  return {
    ...kept,
    find,

    /** Archives an incident, and deletes those of its conversation that were archived too long before `now`. */
    async archive(incident: StoredIncident, now: EpochMs): Promise<void> {
      const { place, id } = incident.value;
      await store.put(archivePlace(place, id), incident.value);
      await kept.remove(incident);
      const from = archivePlace(place, '').key;
      const before = archivePlace(place, secondsIn(now - archivedMs)).key;
      for (const { value } of await store.list('pastFaults', place.home, { from, before, limit: 20 })) {
        const old = value as Incident;
        await store.remove(archivePlace(place, old.id));
        if (old.telling.said?.id !== undefined) await store.remove(threadPlace(place, old.telling.said.id));
      }
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

function archivePlace(place: ConversationKey, id: string): RecordKey {
  return { collection: 'pastFaults', partition: place.home, key: `${encodeURIComponent(place.id)}|${id}` };
}

function threadPlace(place: ConversationKey, messageId: string): RecordKey {
  return {
    collection: 'faultThreads',
    partition: place.home,
    key: `${encodeURIComponent(place.id)}|${encodeURIComponent(messageId)}`,
  };
}
