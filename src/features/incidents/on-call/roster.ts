import type { Person } from '../../../domain/person.ts';
import type { EpochMs } from '../../../domain/time.ts';

/** Who is on call in a conversation. */
export interface OnCallRoster {
  /** Undefined if only an interval was set. */
  readonly first: Person | undefined;
  readonly fallback: Person | undefined;
  readonly escalateMs: number;
  /** Absent in older records: then the default counts. */
  readonly remindMs?: number | undefined;
  readonly setBy: Person | undefined;
  readonly setAt: EpochMs;
}

/** The result of a command about on call, and the roster after it. */
export interface OnCallAnswer {
  readonly done: 'set' | 'shown' | 'off' | 'escalationSet' | 'reminderSet';
  /** Undefined if nothing was ever set. */
  readonly duty: OnCallRoster | undefined;
}
