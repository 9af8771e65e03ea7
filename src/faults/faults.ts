import type { PlaceKey } from '../domain/place.ts';
import type { RecordPlace, Store } from '../domain/store.ts';
import {
  createQueuedRecords,
  type Kept as KeptRecord,
  type QueuePointer,
} from '../schedule/queued-records.ts';
import { nextDue } from './due.ts';
import type { Fault } from './fault.ts';

export type KeptFault = KeptRecord<Fault>;
export type Faults = ReturnType<typeof createFaults>;

/**
 * The faults of conversations, with the queue of what is to be done for them. What is over for a while lies in an archive
 * beside them, for the record. Everything rejects with `StoreError`.
 */
export function createFaults(store: Store) {
  const kept = createQueuedRecords<Fault, QueuePointer, 'faults'>({
    store,
    collection: 'faults',
    queues: {
      faults: fault => {
        const due = nextDue(fault);
        return due && { at: due.at, place: fault.place, id: fault.id };
      },
    },
  });
  return {
    ...kept,

    /** One of a conversation's, the archived ones among them. */
    async find(place: PlaceKey, id: string): Promise<Fault | undefined> {
      const known = await kept.get(place, id);
      return known?.value ?? ((await store.get(archivePlace(place, id)))?.value as Fault | undefined);
    },

    async archive(fault: KeptFault): Promise<void> {
      await store.put(archivePlace(fault.value.place, fault.value.id), fault.value);
      await kept.remove(fault);
    },

    /** Remembers which fault a message is the card of. */
    async tie(place: PlaceKey, messageId: string, id: string): Promise<void> {
      await store.put(threadPlace(place, messageId), { id });
    },

    /** The fault whose card begins this thread. */
    async inThread(place: PlaceKey, messageId: string): Promise<Fault | undefined> {
      const tied = (await store.get(threadPlace(place, messageId)))?.value as { id: string } | undefined;
      return tied && this.find(place, tied.id);
    },
  };
}

function archivePlace(place: PlaceKey, id: string): RecordPlace {
  return { collection: 'pastFaults', partition: place.home, key: `${encodeURIComponent(place.id)}|${id}` };
}

function threadPlace(place: PlaceKey, messageId: string): RecordPlace {
  return {
    collection: 'faultThreads',
    partition: place.home,
    key: `${encodeURIComponent(place.id)}|${encodeURIComponent(messageId)}`,
  };
}
