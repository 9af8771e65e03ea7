import type { BinReason } from './bin.ts';
import type { Place } from './place.ts';
import type { Window } from './question.ts';
import type { Role } from './role.ts';
import type { EpochMs } from './time.ts';

/** How a turn ended. `problem` is the code of what went wrong, never its text. */
export type Ending =
  | { readonly kind: 'answered' }
  /** Who asked may not do this; nothing was done. */
  | { readonly kind: 'refused' }
  /** Who asked has asked too often; nothing was done. */
  | { readonly kind: 'limited' }
  | { readonly kind: 'failed'; readonly problem: string };

/** Settings that were put into the bin, or deleted by older versions, with the place they were made in. */
export interface RemovedSettings {
  readonly digests: number;
  readonly watches: number;
  /** On-call rosters. */
  readonly rosters: number;
}

/** The same while they are being deleted. */
export type RemovalCount = { -readonly [Setting in keyof RemovedSettings]: RemovedSettings[Setting] };

/** The turn has begun to change something. Stays if the process dies: then what became of it is not known. */
export interface Begun {
  readonly kind: 'begun';
  readonly outcome: 'unknown';
}

/** One thing that somebody asked or pressed. Its texts come from outside: show them as plain text. */
export interface AuditEntry {
  /** When it came. */
  readonly at: EpochMs;
  /** The turn's id, by which the log and the error card know it. */
  readonly turn: string;
  readonly who: {
    readonly id: string;
    readonly name: string;
    /** Entra object id, in lower case; undefined if the channel does not tell it. */
    readonly objectId: string | undefined;
  };
  /** Undefined if it was refused before it was known. */
  readonly role: Role | undefined;
  readonly where: {
    readonly kind: Place['kind'] | undefined;
    readonly id: string | undefined;
    readonly tenantId: string | undefined;
  };
  /**
   * The sentence, `isEdited` if it is the new text of a message that was edited; or the verb of the button, with what could be read of
   * its data, packed anew, as JSON (in entries of older versions, the data as it came, cut); or the verb of a press that could not be
   * read; or from what the bot was removed, with the settings that went by it (undefined if none are known to have gone: it failed, or is
   * under way); `isAgain` if Teams had reported the same removal a moment before.
   */
  readonly what:
    | { readonly said: string; readonly isEdited?: true }
    | { readonly pressed: string; readonly carried: string }
    | { readonly pressed: string; readonly unreadable: true }
    | {
        readonly removedFrom: 'chat' | 'channel' | 'team';
        readonly settings: RemovedSettings | undefined;
        readonly isAgain?: true;
        /** Why they went into the bin; absent in entries of older versions, which deleted them. */
        readonly why?: BinReason;
      };
  /** The questions that reached AvePoint, resolved, in their order. */
  readonly asked: readonly string[];
  readonly ending: Ending | Begun;
  /**
   * How often the person was refused the same within about a minute, of which this was the first time; absent if once, and in
   * entries of older versions.
   */
  readonly times?: number;
  /** How long it took; 0 for what has only begun. */
  readonly ms: number;
}

/** Which entries: those with `from` <= at < `to`. */
export interface AuditSpan {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export const auditLimits = {
  pageSize: 10,
  /** Entries that are looked through for one page. */
  mostRead: 2_000,
  /** Of the words that somebody's name must have. */
  nameLength: 60,
} as const;

/** What was asked and pressed in a window, by all or by whoever's name has these words in it. */
export interface AuditQuestion extends Window {
  readonly who: string | undefined;
}

/**
 * What was asked and pressed, for good: an entry that has ended is never changed, except for how often the same was refused, and
 * removed by its age alone. Rejects with `StoreError`.
 */
export interface Audit {
  /** Adds an entry, of a turn that has ended or one that has begun. */
  keep(entry: AuditEntry): Promise<void>;
  /** Ends the entry of a turn that was kept as begun; adds it if its beginning has not arrived. */
  complete(entry: AuditEntry): Promise<void>;
  /** Keeps the entry of a refusal anew because it has happened again. */
  recount(entry: AuditEntry): Promise<void>;
  /** Read as they are taken, a bounded number ahead. */
  newestFirst(span: AuditSpan): AsyncIterable<AuditEntry>;
  /** A day at a time is held in memory. */
  oldestFirst(span: AuditSpan): AsyncIterable<AuditEntry>;
  /** Removes days (UTC) that were over at `before`, `most` entries at once. True if none is left. */
  forget(before: EpochMs, most: number): Promise<boolean>;
}
