import { OperatorError } from './operator-error.ts';

/** The key of a record: its collection, a partition of that, and a key within the partition. */
export interface RecordKey {
  readonly collection: string;
  readonly partition: string;
  readonly key: string;
}

/** A record as it was read. Every write changes its version. */
export interface StoredRecord {
  readonly key: string;
  /** Plain JSON, as it was written. */
  readonly value: unknown;
  readonly version: string;
}

/** Selects the records of a partition with `from` <= key < `before`, at most the first `limit`. */
export interface RecordRange {
  readonly from?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

/** The condition of a write: no record exists, or it has exactly this version; undefined means no condition. */
export type Expected = 'absent' | { readonly version: string } | undefined;

/**
 * The product's storage. Every write is durable when its promise resolves. Records are read by their key, or in the
 * order of their keys within one partition; there is no other query. Keys compare as ASCII text. Rejects with
 * `StoreError`.
 */
export interface Store {
  /** Other processes may be using it at the same time. */
  readonly isShared: boolean;
  get(place: RecordKey): Promise<StoredRecord | undefined>;
  list(collection: string, partition: string, range: RecordRange): Promise<readonly StoredRecord[]>;
  /** Returns the new version. Returns undefined, and writes nothing, if `expected` isn't met. */
  put(place: RecordKey, value: unknown, expected?: Expected): Promise<string | undefined>;
  /** Returns false, and removes nothing, if `expected` isn't met or there is no record. */
  remove(place: RecordKey, expected?: Exclude<Expected, 'absent'>): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Why a call of the store failed:
 * - `unavailable`: it couldn't be reached or didn't answer; whether a write happened isn't known
 * - `refused`: the bot lacks the permission
 * - `corrupt`, `newer`, `foreign`, `busy`, `incomplete`: it can't be opened, because it's damaged, of a newer version
 *   of the product, of another program, in use by another process, or because a restore wasn't finished
 */
export type StoreErrorCode =
  | 'unavailable'
  | 'refused'
  | 'corrupt'
  | 'newer'
  | 'foreign'
  | 'busy'
  | 'incomplete';

/** An error of the store. The message is for operators, and for the log. */
export class StoreError extends OperatorError {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
