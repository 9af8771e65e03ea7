import type { DigestWish } from '../../domain/digest-order.ts';
import type { SaidMessage } from '../../domain/messenger.ts';
import type { Person } from '../../domain/person.ts';
import type { PlaceKey } from '../../domain/place.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { NewsMark } from '../../job-index/view.ts';

/** A digest that a conversation asked for, and how far it has come. */
export interface Subscription extends DigestWish {
  readonly place: PlaceKey;
  /** Unique within the place. */
  readonly id: string;
  /** BCP 47 of whoever asked for it. */
  readonly locale: string | undefined;
  readonly createdAt: EpochMs;
  /** Who asked for it; absent in records of earlier versions. */
  readonly createdBy?: Person | undefined;
  readonly paused: Pause | undefined;
  /** When the next one is due; undefined while it is paused without an end. */
  readonly dueAt: EpochMs | undefined;
  /** The due time up to which it has been told; undefined before the first. */
  readonly toldUntil: EpochMs | undefined;
  /** Up to which end of a run it has been told; absent if that isn't known: before the first, and in older records. */
  readonly told?: NewsMark | undefined;
  /** The due time of the last one that was said, not passed over in silence. */
  readonly lastSaid: EpochMs | undefined;
  /** Messages that were begun and whose end was not recorded: they may have been said. */
  readonly begun: readonly Begun[];
  /** True figures that are owed for a time that nobody could read when it was due. */
  readonly owed: Owed | undefined;
}

export type Begun = 'digest' | 'followUp';

interface Pause {
  readonly until: EpochMs | undefined;
}

export interface Owed {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Up to which end of a run everything was told before it. */
  readonly told?: NewsMark | undefined;
  /** The message that said so. */
  readonly said: SaidMessage;
}

/** True while a digest doesn't come. */
export function isPausedAt({ paused }: Pick<Subscription, 'paused'>, now: EpochMs): boolean {
  return paused !== undefined && (paused.until === undefined || paused.until > now);
}
