import type { RecordKey, Store } from '../domain/store.ts';

/** A record with its key. */
export interface KeyedRecord extends RecordKey {
  readonly value: unknown;
}

/** Collections that a store or a running bot uses for itself. They are of no use elsewhere or later. */
export const internalCollections: ReadonlySet<string> = new Set([
  'leases',
  'passes',
  'schema',
  'lastQuestions',
  'undo',
]);

/**
 * Access to every record, for copies of the whole store, one collection and partition after the other. It isn't part of
 * the port, since no answer to a user ever needs it. Throws `StoreError`.
 */
export interface Whole {
  /** True if `all` yields a snapshot of one moment, whatever is written meanwhile. */
  readonly isSnapshot: boolean;
  /** Yields the records of one collection, or of all. */
  all(collection?: string): AsyncIterable<KeyedRecord>;
}

/** The store of a running bot. */
export type WalkableStore = Store & Pick<Whole, 'all'>;

/** A store that is only read, also while a bot is using it. */
export type StoreReader = Pick<Store, 'list' | 'close'> & Whole;

/** A store that can be read and written as a whole. */
export type WholeStore = Store &
  Whole & {
    /**
     * Replaces everything by these records, and returns their number. If it fails, the store either is unchanged, or
     * can't be opened until a repetition succeeds. Nothing else may use the store meanwhile.
     *
     * @throws StoreError `busy` if a bot is using it, `incomplete` if the store has only a part of the records now, and
     * what `records` throws.
     */
    replaceAll(records: AsyncIterable<KeyedRecord>): Promise<number>;
  };
