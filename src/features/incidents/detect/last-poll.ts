import type { Log } from '../../../domain/log.ts';
import type { Store } from '../../../domain/store.ts';
import { type Clock, type EpochMs, type MonotonicMs, msSince } from '../../../domain/time.ts';
import { rememberedMs } from '../runs/run-history.ts';

/**
 * Up to when all conversations were held against what was seen. A process may die after an end was seen and before anybody was told:
 * after a stop, what was seen before it counts as if no time had passed, until all were held against it once.
 */
export interface Looked {
  /** Reads, at first, up to when an earlier process came. Rejects with `StoreError`. */
  begin(): Promise<void>;
  /** Runs that were seen earlier may have been told, and all about them put away. */
  freshSince(): EpochMs;
  /** All were held against what was seen at `at`. Nobody waits for it to be written. */
  note(at: EpochMs): void;
}

const record = { collection: 'upkeep', partition: 'all', key: 'looked' } as const;
const writtenEveryMs = 10 * 60_000;

export function createLooked(store: Pick<Store, 'get' | 'put'>, clock: Clock, log: Log): Looked {
  let isRead = false;
  let before: EpochMs | undefined;
  let writtenAt: MonotonicMs | undefined;

  return {
    async begin() {
      if (isRead) return;
      before = ((await store.get(record))?.value as { at: EpochMs } | undefined)?.at;
      isRead = true;
    },
    freshSince: () => Math.min(clock.now(), before ?? Number.POSITIVE_INFINITY) - rememberedMs,
    note(at) {
      before = undefined;
      if (writtenAt !== undefined && msSince(writtenAt, clock) < writtenEveryMs) return;
      writtenAt = clock.monotonic();
      store.put(record, { at }).catch((err: unknown) => {
        writtenAt = undefined;
        log.warn({ err }, 'the time of a look could not be recorded');
      });
    },
  };
}
