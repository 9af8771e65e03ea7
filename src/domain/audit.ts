import type { BinReason } from './bin.ts';
import type { ConversationRef } from './place.ts';
import type { Window } from './question.ts';
import type { Role } from './role.ts';
import type { EpochMs } from './time.ts';

/** The outcome of a turn. `problem` is an error code, never its text. */
export type AuditOutcome =
  | { readonly kind: 'answered' }
  /** The user lacks the permission. Nothing was done. */
  | { readonly kind: 'refused' }
  /** The user exceeded the rate limit. Nothing was done. */
  | { readonly kind: 'limited' }
  | { readonly kind: 'failed'; readonly problem: string };

/** How many settings of a removed conversation were put into the bin, or deleted by older versions. */
export interface RemovedSettings {
  readonly digests: number;
  readonly watches: number;
  /** On-call rosters. */
  readonly rosters: number;
}

/** The same while the settings are being removed. */
export type RemovalCount = { -readonly [Setting in keyof RemovedSettings]: RemovedSettings[Setting] };

/** The turn has started a change. If the process dies, this stays, and the outcome isn't known. */
export interface Begun {
  readonly kind: 'begun';
  readonly outcome: 'unknown';
}

/** A user's message or card action. Its texts come from outside: show them as plain text. */
export interface AuditEntry {
  /** When it arrived. */
  readonly at: EpochMs;
  /** The turn's id, as in the log and on the error card. */
  readonly turn: string;
  readonly who: {
    readonly id: string;
    readonly name: string;
    /** Entra object id, in lower case; undefined if Teams doesn't send it. */
    readonly objectId: string | undefined;
  };
  /** Undefined if the message was refused before the role was known. */
  readonly role: Role | undefined;
  readonly where: {
    readonly kind: ConversationRef['kind'] | undefined;
    readonly id: string | undefined;
    readonly tenantId: string | undefined;
  };
  /**
   * One of:
   * - `said`: the sentence, with `isEdited` if it's the new text of an edited message
   * - `pressed`: the verb of a button, with the readable part of its data, encoded anew as JSON; entries of older
   *   versions have the data as it arrived, cut
   * - `unreadable`: the verb of an action that couldn't be decoded
   * - `removedFrom`: what the bot was removed from, with the settings that were lost by it (undefined if the removal
   *   failed or isn't finished, or none are known); `isAgain` if Teams had reported the same removal just before
   */
  readonly what:
    | { readonly said: string; readonly isEdited?: true }
    | { readonly pressed: string; readonly carried: string }
    | { readonly pressed: string; readonly unreadable: true }
    | {
        readonly removedFrom: 'chat' | 'channel' | 'team';
        readonly settings: RemovedSettings | undefined;
        readonly isAgain?: true;
        /** Why the settings went into the bin; absent in entries of older versions, which deleted them. */
        readonly why?: BinReason;
      };
  /** The resolved questions that were sent to AvePoint, in order. */
  readonly asked: readonly string[];
  readonly ending: AuditOutcome | Begun;
  /** What was sent to the language model; absent if it wasn't asked, and in entries of older versions. */
  readonly sent?: string;
  /**
   * How often an equal refusal followed within about a minute, this one included; absent if there was only one, and in
   * entries of older versions.
   */
  readonly times?: number;
  /** Duration; 0 for a turn that has only started. */
  readonly ms: number;
}

/** Selects the entries with `from` <= at < `to`. */
export interface AuditSpan {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export const auditLimits = {
  pageSize: 10,
  /** Entries to search for one page. */
  mostRead: 2_000,
  /** Limit of the words to search for in a user's name. */
  nameLength: 60,
} as const;

/** Asks for the audit entries of a window, of all users or of those whose name has these words. */
export interface AuditQuestion extends Window {
  readonly who: string | undefined;
}

/**
 * The audit record. A finished entry never changes, except that equal refusals are counted in it, and it's removed only
 * because of its age. Rejects with `StoreError`.
 */
export interface Audit {
  /** Adds the entry of a turn that has ended or started. */
  keep(entry: AuditEntry): Promise<void>;
  /** Completes the entry of a turn that was added as started; adds it if that write failed. */
  complete(entry: AuditEntry): Promise<void>;
  /** Updates the entry of a refusal that was repeated. */
  recount(entry: AuditEntry): Promise<void>;
  /** Yields entries. Reads a bounded number ahead. */
  newestFirst(span: AuditSpan): AsyncIterable<AuditEntry>;
  /** Yields entries. Has one day at a time in memory. */
  oldestFirst(span: AuditSpan): AsyncIterable<AuditEntry>;
  /** Removes days (UTC) that ended at `before`, at most `most` entries per call. Returns true if none is left. */
  forget(before: EpochMs, most: number): Promise<boolean>;
}
