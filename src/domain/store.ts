import { OperatorError } from './operator-error.ts';

/** Where a record lies: within a collection and one of its partitions, under its key. */
export interface RecordPlace {
  readonly collection: string;
  readonly partition: string;
  readonly key: string;
}

/** A record as it was read. Its version changes with every write. */
export interface StoredRecord {
  readonly key: string;
  /** Plain JSON, as it was put. */
  readonly value: unknown;
  readonly version: string;
}

/** Which records of a partition: those with `from` <= key < `before`, the first `limit` of them. */
export interface RecordRange {
  readonly from?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

/** What must be there for a write to happen: nothing, or exactly this version; undefined for whatever is there. */
export type Expected = 'absent' | { readonly version: string } | undefined;

/**
 * Where the product remembers. Every write is durable when its promise resolves. Records are read by their place or in
 * the order of their keys within one partition; nothing else is ever searched. Keys are compared as ASCII text. Rejects
 * with `StoreError`.
 */
export interface Store {
  /** Other processes may be using it at the same time. */
  readonly isShared: boolean;
  get(place: RecordPlace): Promise<StoredRecord | undefined>;
  list(collection: string, partition: string, range: RecordRange): Promise<readonly StoredRecord[]>;
  /** The version it has now; undefined, and nothing is written, if it is not as `expected`. */
  put(place: RecordPlace, value: unknown, expected?: Expected): Promise<string | undefined>;
  /** False, and nothing is removed, if it is not as `expected` or not there. */
  remove(place: RecordPlace, expected?: Exclude<Expected, 'absent'>): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Why the store did not do what it was asked:
 * - `unavailable`: it could not be reached or did not answer; whether a write happened is not known
 * - `refused`: it answered that we may not
 * - `corrupt`, `newer`, `foreign`, `busy`, `incomplete`: it cannot be opened: damaged, of a newer version of the product, not
 *   ours, in use by another process, or a restore into it was not finished
 */
export type StoreErrorCode =
  | 'unavailable'
  | 'refused'
  | 'corrupt'
  | 'newer'
  | 'foreign'
  | 'busy'
  | 'incomplete';

/** A failure of the store, or its refusal. The message is for the log, too. */
export class StoreError extends OperatorError {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
