import type { DigestSpec } from '../../domain/digest-order.ts';
import type { SentMessage } from '../../domain/messenger.ts';
import type { Person } from '../../domain/person.ts';
import type { ConversationKey } from '../../domain/place.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { NewsMark } from '../../job-index/view.ts';

/** A digest that a user set in a conversation, and its progress. */
export interface Subscription extends DigestSpec {
  readonly place: ConversationKey;
  /** Unique within the place. */
  readonly id: string;
  /** BCP 47, of the user who set it. */
  readonly locale: string | undefined;
  readonly createdAt: EpochMs;
  /** The user who set it; absent in records of earlier versions. */
  readonly createdBy?: Person | undefined;
  readonly paused: DigestPause | undefined;
  /** When the next digest is due; undefined while it's paused without an end. */
  readonly dueAt: EpochMs | undefined;
  /** The due time of the last digest that was sent or skipped; undefined before the first. */
  readonly toldUntil: EpochMs | undefined;
  /**
   * The last end of a run that was reported; absent if that isn't known: before the first digest, and in older records.
   */
  readonly told?: NewsMark | undefined;
  /** The due time of the last digest that was sent, not skipped. */
  readonly lastSaid: EpochMs | undefined;
  /** Messages in flight. If the process that sent one died, it may have been delivered. */
  readonly begun: readonly MessageKind[];
  /** A follow-up with the true figures, for a window that couldn't be read when its digest was due. */
  readonly owed: Owed | undefined;
}

export type MessageKind = 'digest' | 'followUp';

interface DigestPause {
  readonly until: EpochMs | undefined;
}

export interface Owed {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** The last end of a run that was reported before the window. */
  readonly told?: NewsMark | undefined;
  /** The digest that the follow-up replies to. */
  readonly said: SentMessage;
}

/** Returns true while a digest is paused. */
export function isPausedAt({ paused }: Pick<Subscription, 'paused'>, now: EpochMs): boolean {
  return paused !== undefined && (paused.until === undefined || paused.until > now);
}
