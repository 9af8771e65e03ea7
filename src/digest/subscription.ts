import type { DigestWish } from '../domain/digest-order.ts';
import type { SaidMessage } from '../domain/messenger.ts';
import type { PlaceKey } from '../domain/place.ts';
import type { EpochMs } from '../domain/time.ts';

/** A digest that a conversation asked for, and how far it has come. */
export interface Subscription extends DigestWish {
  readonly place: PlaceKey;
  /** Unique within the place. */
  readonly id: string;
  /** BCP 47 of whoever asked for it. */
  readonly locale: string | undefined;
  readonly createdAt: EpochMs;
  readonly paused: Pause | undefined;
  /** When the next one is due; undefined while it is paused without an end. */
  readonly dueAt: EpochMs | undefined;
  /** The due time up to which it has been told; undefined before the first. */
  readonly toldUntil: EpochMs | undefined;
  /** The due time of the last one that was said, not passed over in silence. */
  readonly lastSaid: EpochMs | undefined;
  /** Messages that were begun and whose end was not recorded: they may have been said. */
  readonly begun: readonly Begun[];
  /** True figures that are owed for a time that nobody could read when it was due. */
  readonly owed: Owed | undefined;
}

export type Begun = 'digest' | 'followUp';

export interface Pause {
  readonly until: EpochMs | undefined;
}

export interface Owed {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** The message that said so. */
  readonly said: SaidMessage;
}

/** True while a digest doesn't come. */
export function isPausedAt({ paused }: Pick<Subscription, 'paused'>, now: EpochMs): boolean {
  return paused !== undefined && (paused.until === undefined || paused.until > now);
}
