import type { Log } from '../../../domain/log.ts';
import type { Store } from '../../../domain/store.ts';
import { type Clock, type EpochMs, type MonotonicMs, msSince } from '../../../domain/time.ts';
import { historyWindowMs } from '../runs/run-history.ts';

/**
 * The time of the last poll that every conversation was reconciled with. A process may stop after it read the end of a
 * run and before it sent a message about it: the next process treats earlier runs as fresh until every conversation was
 * reconciled once.
 */
export interface LastPoll {
  /** Reads, once, when an earlier process reconciled last. Rejects with `StoreError`. */
  load(): Promise<void>;
  /** Runs that were found earlier may have been reported already, and their incidents archived. */
  freshSince(): EpochMs;
  /** Every conversation was reconciled with what was read at `at`. Doesn't wait for the store. */
  record(at: EpochMs): void;
}

const recordKey = { collection: 'upkeep', partition: 'all', key: 'looked' } as const;
const writtenEveryMs = 10 * 60_000;

export function createLastPoll(store: Pick<Store, 'get' | 'put'>, clock: Clock, log: Log): LastPoll {
  let isLoaded = false;
  let before: EpochMs | undefined;
  let writtenAt: MonotonicMs | undefined;

  return {
    async load() {
      if (isLoaded) return;
      before = ((await store.get(recordKey))?.value as { at: EpochMs } | undefined)?.at;
      isLoaded = true;
    },
    freshSince: () => Math.min(clock.now(), before ?? Number.POSITIVE_INFINITY) - historyWindowMs,
    record(at) {
      before = undefined;
      if (writtenAt !== undefined && msSince(writtenAt, clock) < writtenEveryMs) return;
      writtenAt = clock.monotonic();
      store.put(recordKey, { at }).catch((err: unknown) => {
        writtenAt = undefined;
        log.warn({ err }, 'last poll not recorded');
      });
    },
  };
}
