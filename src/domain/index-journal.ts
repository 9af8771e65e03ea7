/**
 * The changes since the given number can't be listed: they were removed (see `clear`), are too long ago, or the journal
 * was replaced by an emptier one. The reader must discard its rows, then read `mark` and `days` again.
 */
export class ChangeOutOfRangeError extends Error {
  override readonly name = 'ChangeOutOfRangeError';

  constructor(change: number) {
    super(`The journal can't list the changes since number ${change}.`);
  }
}

/** One row of the job index as it is stored. The journal doesn't look into `value`. */
export interface JournalRow {
  /** Unique; at most 300 characters of any kind. */
  readonly key: string;
  /** The day in UTC that the row belongs to, in whole days since 1970. It may change from one write to the next. */
  readonly day: number;
  /** A short name that divides the rows of a day, such as a service. It may change too. */
  readonly part: string;
  /** Plain JSON, at most 20,000 characters as text. */
  readonly value: unknown;
}

/** A row that was read, with the number of the write that it comes from. */
export interface JournalEntry extends JournalRow {
  readonly change: number;
}

/** How far the journal is complete. Readers ignore changes with a higher number. */
export interface JournalMark {
  /** The number of the latest owner. Each claim raises it. */
  readonly generation: number;
  /** The highest number of a change that readers may see; 0 before the first one. */
  readonly change: number;
  /** Plain JSON: how far AvePoint was read. Undefined before the first write. */
  readonly state: unknown;
}

/**
 * Where the job index is stored: rows by key, the latest of each, and the mark. One process at a time writes; others
 * read at the same time. Rejects with `StoreError`.
 */
export interface IndexJournal {
  /** Other processes may be reading or writing it at the same time. */
  readonly isShared: boolean;
  mark(): Promise<JournalMark>;
  /**
   * Makes the caller the only one that can raise the mark: no earlier owner can write anything visible any more.
   * Resolves to the current mark and `highest`, the highest number that any row has, visible or not.
   */
  claim(): Promise<JournalMark & { readonly highest: number }>;
  /**
   * Writes `rows`, the first as number `change`, each further one as the next; then raises the mark to the last of them
   * and stores `state`. Readers see all of it or nothing. Resolves to false, and nothing becomes visible, if another
   * process has claimed the journal since `generation`. Without rows only the state is stored, and `change` is ignored.
   *
   * `change` must be above the mark and above `highest` of the claim. If the promise rejects, the write may or may not
   * have happened: claim again before the next one, and continue after the `highest` of that claim.
   */
  put(rows: readonly JournalRow[], change: number, state: unknown, generation: number): Promise<boolean>;
  /**
   * Yields the latest write of each row that is above `change` and not above the mark, in the order of their numbers.
   * Rows that `forgetBefore` has removed may be among them. Throws `ChangeOutOfRangeError` if it can't yield all of
   * them.
   */
  changedSince(change: number): AsyncIterable<readonly JournalEntry[]>;
  /**
   * Yields the latest visible write of each row of these days, both included; the latest day first, in no order within
   * a day. A row that is written during the iteration may be missing, have its earlier value, or come twice if it moves
   * to another day. So a reader calls `mark` first and `changedSince` that mark afterwards, and of two writes of a row
   * it takes the one with the higher number.
   */
  days(from: number, to: number): AsyncIterable<readonly JournalEntry[]>;
  /** Removes the rows of all days before `day`. Only the owner may call it. */
  forgetBefore(day: number): Promise<void>;
  /**
   * Removes all rows and the state. Uses up one number, so the mark is higher afterwards: the owner reads it again
   * before its next `put`. For readers, `changedSince` any number before throws. Resolves to false, and removes
   * nothing, if another process has claimed the journal since `generation`.
   */
  clear(generation: number): Promise<boolean>;
  close(): Promise<void>;
}
