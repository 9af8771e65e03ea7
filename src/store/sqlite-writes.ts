import type Database from 'libsql';

/** Writes to a database that share one wait for the disk. */
export interface SharedWrites {
  /** Resolves to the result of `work` once it's on the disk. Rejects with what `work` throws, or if the disk fails. */
  add<T>(work: () => T): Promise<T>;
  /** Writes everything that waits to the disk now. */
  flush(): void;
}

interface PendingWrite {
  readonly work: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * Waiting for the disk takes a hundred times as long as a write itself, and nothing else runs meanwhile. So all writes
 * of one iteration of the event loop are one transaction: in their order, and all or none.
 */
export function createSharedWrites(database: Database.Database): SharedWrites {
  let waiting: PendingWrite[] = [];

  /**
   * Runs one write, and returns how to settle its promise. A statement that fails doesn't affect the others, unless the
   * failure (such as a full disk) has ended the transaction.
   */
  function run({ work, resolve, reject }: PendingWrite): () => void {
    try {
      const value = work() as never;
      return () => resolve(value);
    } catch (cause) {
      if (!database.inTransaction) throw cause;
      return () => reject(cause);
    }
  }

  function flush(): void {
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    let settlers: (() => void)[];
    try {
      database.exec('begin immediate');
      settlers = group.map(run);
      database.exec('commit');
    } catch (cause) {
      if (database.inTransaction) database.exec('rollback');
      settlers = group.map(
        ({ reject }) =>
          () =>
            reject(cause),
      );
    }
    for (const settle of settlers) settle();
  }

  return {
    add: work =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({ work, resolve, reject });
      }),
    flush,
  };
}
