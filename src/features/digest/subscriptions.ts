import type { Service } from '../../domain/job.ts';
import { recordFormat } from '../../domain/record-format.ts';
import type { Recurrence } from '../../domain/recurrence.ts';
import type { Store } from '../../domain/store.ts';
import type { EpochMs } from '../../domain/time.ts';
import {
  createQueuedRecords,
  type Kept as KeptRecord,
  type QueuePointer,
} from '../../schedule/queued-records.ts';
import type { Subscription } from './subscription.ts';

export type Kept = KeptRecord<Subscription>;

/** What the queue tells of something to do: enough to know which question it asks. */
export interface Pointer extends QueuePointer {
  /** Since when is to be told. */
  readonly from: EpochMs;
  readonly services: readonly Service[];
  readonly when: Recurrence;
}

/** `due` has what is to be said at its time, `owed` the true figures that are owed. */
export type Queue = 'due' | 'owed';

const dayMs = 24 * 3_600_000;

/**
 * An older version tells digests without moving `told`, and copies it: once it has changed a record, nobody knows any more which
 * ends of runs were told.
 */
const format = recordFormat<Subscription>([({ told: _, ...record }) => record]);

export type Subscriptions = ReturnType<typeof createSubscriptions>;

/** The subscriptions, and the queues of what is due and what is owed. Everything rejects with `StoreError`. */
export function createSubscriptions(store: Store) {
  return createQueuedRecords<Subscription, Pointer, Queue>({
    store,
    collection: 'digests',
    format,
    queues: {
      due: one =>
        one.dueAt === undefined
          ? undefined
          : { at: one.dueAt, from: tellsFrom(one, one.dueAt), ...commonOf(one) },
      owed: one => one.owed && { at: one.owed.to, from: one.owed.from, ...commonOf(one) },
    },
  });
}

/** Since when the digest that is due at `dueAt` tells; the first one has a day. */
export function tellsFrom({ toldUntil }: Subscription, dueAt: EpochMs): EpochMs {
  return toldUntil ?? dueAt - dayMs;
}

function commonOf({ place, id, services, when }: Subscription) {
  return { place, id, services, when };
}
