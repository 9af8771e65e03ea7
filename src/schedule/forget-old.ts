import type { RecordKey, Store } from '../domain/store.ts';
import { type Clock, type EpochMs, isLessThanAgo } from '../domain/time.ts';

const everyMs = 3_600_000;
/** Records to remove in one pass, so that none takes long. */
const mostAtOnce = 200;

/** A record with its key. */
type Keyed = Pick<RecordKey, 'key'> & { readonly value: unknown };

export interface ForgettingParts {
  readonly collection: string;
  /** Returns true for a record that is of no use any more. */
  readonly isOver: (record: Keyed, now: EpochMs) => boolean;
  readonly walk: (collection: string) => AsyncIterable<RecordKey & { readonly value: unknown }>;
  readonly store: Pick<Store, 'get' | 'remove'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Creates the loop that removes the old records of a collection, once an hour. */
export function createForgetting({ collection, isOver, walk, store, clock }: ForgettingParts) {
  let doneAt: EpochMs | undefined;

  return {
    async go(): Promise<void> {
      if (doneAt !== undefined && isLessThanAgo(doneAt, everyMs, clock.now())) return;
      const old: RecordKey[] = [];
      for await (const record of walk(collection)) {
        if (isOver(record, clock.now())) old.push(record);
        if (old.length === mostAtOnce) break;
      }
      for (const { partition, key } of old) {
        const stored = await store.get({ collection, partition, key });
        // It may have been written again meanwhile.
        if (stored && isOver(stored, clock.now())) await store.remove({ collection, partition, key }, stored);
      }
      if (old.length < mostAtOnce) doneAt = clock.now();
    },
    settled: async () => {},
  };
}
