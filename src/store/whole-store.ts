import type { RecordPlace, Store } from '../domain/store.ts';

/** A record with the place that it lies at. */
export interface PlacedRecord extends RecordPlace {
  readonly value: unknown;
}

/** Collections of what a store or a running bot keeps for itself: of no use elsewhere or later. */
export const ofTheStoreItself: ReadonlySet<string> = new Set(['leases', 'passes', 'schema']);

/**
 * Every record, one collection and partition after the other: for copies of the whole. Nothing that answers somebody
 * ever asks for this, so it is no part of the port. Throws `StoreError`.
 */
export interface Whole {
  /** True if `all` returns the records as they were at one moment, whatever is written meanwhile. */
  readonly isSnapshot: boolean;
  /** Of one collection, or of all. */
  all(collection?: string): AsyncIterable<PlacedRecord>;
}

/** The store of a running bot. */
export type WalkableStore = Store & Pick<Whole, 'all'>;

/** A store that is only read, beside the bot that is using it. */
export type StoreReader = Pick<Store, 'list' | 'close'> & Whole;

/** A store that can be read and written as a whole. */
export type WholeStore = Store &
  Whole & {
    /**
     * Replaces everything by these records, and returns how many they are. If it breaks off, the store either has what it had, or
     * it can't be opened until this is done again. Nothing else may use the store meanwhile.
     *
     * @throws StoreError `busy` if a bot is using it, `incomplete` if the store has only a part of the records now, and what
     * `records` throws.
     */
    replaceAll(records: AsyncIterable<PlacedRecord>): Promise<number>;
  };
