import type { RecordKey, Store } from '../domain/store.ts';
import { createSubscriptions } from '../features/digest/subscriptions.ts';
import { createIncidentStore } from '../features/incidents/incident/incident-store.ts';

/** Records with queues that lead to them: a missing pointer would lose what is to be done. */
export interface QueuePointers {
  /** The pointers that must lead to a record of any collection: none if its collection has no queue. */
  of(record: { readonly collection: string; readonly value: unknown }): readonly (RecordKey & {
    readonly value: unknown;
  })[];
}

/** Knows which collections have queues. */
export function createQueuePointers(store: Store): QueuePointers {
  const queued = [createSubscriptions(store), createIncidentStore(store)];
  return {
    of: ({ collection, value }) =>
      queued.find(records => records.collection === collection)?.pointersOf(value) ?? [],
  };
}
