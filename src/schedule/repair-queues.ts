import type { Log } from '../domain/log.ts';
import { type RecordKey, StoreError } from '../domain/store.ts';
import { type Clock, type MonotonicMs, msSince } from '../domain/time.ts';

/** Yields all records of a collection, in any order. Throws `StoreError`. */
export type Walk = (collection: string) => AsyncIterable<RecordKey & { readonly value: unknown }>;

export interface RepairQueuesParts {
  readonly collection: string;
  /** Undefined if the store can't list a collection. */
  readonly walk: Walk | undefined;
  /** Writes the missing pointers of one record, and returns how many. Rejects if the record is broken. */
  readonly repair: (record: unknown) => Promise<number>;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly log: Log;
}

/** Writes missing pointers of the queues again, from the records that should have them. Runs once in a process. */
export interface RepairQueues {
  /**
   * Starts the repair unless it's done, and returns at once. It ends early if `mayGoOn` returns false, and the next
   * call starts it again.
   */
  begin(mayGoOn: () => boolean): void;
  settled(): Promise<void>;
}

const retryMs = 60_000;

export function createRepairQueues(parts: RepairQueuesParts): RepairQueues {
  const { collection, walk, repair, clock, log } = parts;
  let inFlight: Promise<void> | undefined;
  let isDone = walk === undefined;
  let failedAt: MonotonicMs | undefined;

  /** Repairs one record at a time, so that other users of the store wait for one request at most. */
  async function go(mayGoOn: () => boolean): Promise<void> {
    let written = 0;
    for await (const { value, ...record } of walk?.(collection) ?? []) {
      if (!mayGoOn()) return;
      try {
        written += await repair(value);
      } catch (err) {
        if (err instanceof StoreError) throw err;
        // The loop that works on the record sets it aside.
        log.warn({ err, ...record }, 'pointers of a record not checked');
      }
    }
    isDone = true;
    if (written > 0) log.warn({ collection, pointers: written }, 'missing pointers written again');
  }

  return {
    begin(mayGoOn) {
      if (isDone || inFlight || (failedAt && msSince(failedAt, clock) < retryMs)) return;
      inFlight = go(mayGoOn)
        .catch((err: unknown) => {
          failedAt = clock.monotonic();
          log.warn({ err, collection }, 'queues not checked, trying again');
        })
        .finally(() => {
          inFlight = undefined;
        });
    },
    async settled() {
      await inFlight;
    },
  };
}

/** The work of a loop. */
interface Work {
  go(mayGoOn: () => boolean): Promise<void>;
  settled(): Promise<void>;
}

/** Returns the same work, with its queues repaired in parallel to the first pass. */
export function withRepair<T extends Work>(work: T, repair: RepairQueues): T {
  return {
    ...work,
    async go(mayGoOn: () => boolean) {
      repair.begin(mayGoOn);
      await work.go(mayGoOn);
    },
    async settled() {
      await repair.settled();
      await work.settled();
    },
  };
}
