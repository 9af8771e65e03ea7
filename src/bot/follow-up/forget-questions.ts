import type { RecordKey, Store } from '../../domain/store.ts';
import { type Clock, type EpochMs, isLessThanAgo } from '../../domain/time.ts';
import { collection, rememberedMs } from './last-questions.ts';

const everyMs = 3_600_000;
/** Records to remove in one pass, so that none takes long. */
const mostAtOnce = 200;

export interface ForgettingParts {
  readonly walk: (collection: string) => AsyncIterable<RecordKey & { readonly value: unknown }>;
  readonly store: Pick<Store, 'get' | 'remove'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Creates the loop that removes questions nobody can go on from any more, once an hour. */
export function createForgetting({ walk, store, clock }: ForgettingParts) {
  let doneAt: EpochMs | undefined;

  function isOver(value: unknown): boolean {
    const { at } = value as { readonly at?: EpochMs };
    return at === undefined || !isLessThanAgo(at, rememberedMs, clock.now());
  }

  return {
    async go(): Promise<void> {
      if (doneAt !== undefined && isLessThanAgo(doneAt, everyMs, clock.now())) return;
      const old: RecordKey[] = [];
      for await (const record of walk(collection)) {
        if (isOver(record.value)) old.push(record);
        if (old.length === mostAtOnce) break;
      }
      for (const { collection, partition, key } of old) {
        const stored = await store.get({ collection, partition, key });
        // The user may have asked again meanwhile.
        if (stored && isOver(stored.value)) await store.remove({ collection, partition, key }, stored);
      }
      if (old.length < mostAtOnce) doneAt = clock.now();
    },
    settled: async () => {},
  };
}
