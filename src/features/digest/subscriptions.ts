import type { Service } from '../../domain/job.ts';
import { recordFormat } from '../../domain/record-format.ts';
import type { Recurrence } from '../../domain/recurrence.ts';
import type { Store } from '../../domain/store.ts';
import type { EpochMs } from '../../domain/time.ts';
import {
  createQueuedRecords,
  type QueuePointer,
  type VersionedRecord,
} from '../../schedule/queued-records.ts';
import type { Subscription } from './subscription.ts';

export type StoredSubscription = VersionedRecord<Subscription>;

/** A queued message, with enough to know which report it needs. */
export interface Pointer extends QueuePointer {
  /** Start of the window. */
  readonly from: EpochMs;
  readonly services: readonly Service[];
  readonly when: Recurrence;
}

/** `due` has the digests by their due times, `owed` the follow-ups. */
export type Queue = 'due' | 'owed';

const dayMs = 24 * 3_600_000;

/**
 * An older version sends digests and copies `told` without moving it. So once it has changed a record, it isn't known
 * which ends of runs were reported.
 */
const format = recordFormat<Subscription>([({ told: _, ...record }) => record]);

export type Subscriptions = ReturnType<typeof createSubscriptions>;

/** Creates the subscriptions, with their queues. Everything rejects with `StoreError`. */
export function createSubscriptions(store: Store) {
  return createQueuedRecords<Subscription, Pointer, Queue>({
    store,
    collection: 'digests',
    format,
    queues: {
      due: one =>
        one.dueAt === undefined
          ? undefined
          : { at: one.dueAt, from: windowStart(one, one.dueAt), ...commonOf(one) },
      owed: one => one.owed && { at: one.owed.to, from: one.owed.from, ...commonOf(one) },
    },
  });
}

/** Returns where the window of the digest that is due at `dueAt` starts; the first digest covers a day. */
export function windowStart({ toldUntil }: Subscription, dueAt: EpochMs): EpochMs {
  return toldUntil ?? dueAt - dayMs;
}

function commonOf({ place, id, services, when }: Subscription) {
  return { place, id, services, when };
}
