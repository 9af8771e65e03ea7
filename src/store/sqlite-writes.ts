import type Database from 'libsql';

/** Writes to a database that share their wait for the disk. */
export interface SharedWrites {
  /** What `work` gives, once it is on the disk. Rejects with what `work` throws, or if the disk fails. */
  add<T>(work: () => T): Promise<T>;
  /** Brings what waits to the disk now. */
  flush(): void;
}

interface Waiting {
  readonly work: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * Waiting for the disk takes a hundred times as long as a write itself, and nothing else runs meanwhile. So all that is to be
 * written in one round of the event loop is one transaction: done in its order, and there together or not at all.
 */
export function shareWrites(database: Database.Database): SharedWrites {
  let waiting: Waiting[] = [];

  /**
   * Does one piece of work, and says how to tell of it. A statement that fails leaves the others alone, unless the failure
   * was one (a full disk) that has ended the transaction.
   */
  function done({ work, resolve, reject }: Waiting): () => void {
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
    let tell: (() => void)[];
    try {
      database.exec('begin immediate');
      tell = group.map(done);
      database.exec('commit');
    } catch (cause) {
      if (database.inTransaction) database.exec('rollback');
      tell = group.map(
        ({ reject }) =>
          () =>
            reject(cause),
      );
    }
    for (const one of tell) one();
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
