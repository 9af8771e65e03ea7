import type { RecordPlace, Store } from '../domain/store.ts';

/** A record with the place that it lies at. */
export interface PlacedRecord extends RecordPlace {
  readonly value: unknown;
}

/**
 * Every record, one collection and partition after the other: for copies of the whole. Nothing that answers somebody
 * ever asks for this, so it is no part of the port. Throws `StoreError`.
 */
export interface Whole {
  all(): AsyncIterable<PlacedRecord>;
}

/** A store that is only read, beside the bot that is using it. */
export type StoreReader = Pick<Store, 'list' | 'close'> & Whole;

/** A store that can be read and written as a whole. */
export type WholeStore = Store & Whole;
