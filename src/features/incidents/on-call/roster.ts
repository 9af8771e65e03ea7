import type { Person } from '../../../domain/person.ts';
import type { EpochMs } from '../../../domain/time.ts';

/** Who is on duty in a conversation. */
export interface OnCallRoster {
  /** Undefined if only the time was set. */
  readonly first: Person | undefined;
  readonly fallback: Person | undefined;
  readonly escalateMs: number;
  /** Absent in older records: then it's the usual time. */
  readonly remindMs?: number | undefined;
  readonly setBy: Person | undefined;
  readonly setAt: EpochMs;
}

/** What was done with the duty of a place, and how it stands. */
export interface OnCallAnswer {
  readonly done: 'set' | 'shown' | 'off' | 'escalationSet' | 'reminderSet';
  /** Undefined if nothing was ever set. */
  readonly duty: OnCallRoster | undefined;
}
