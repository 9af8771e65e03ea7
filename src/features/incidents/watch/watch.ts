import type { Person } from '../../../domain/person.ts';
import type { Place, PlaceKey } from '../../../domain/place.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { WatchWish } from '../../../domain/watch-order.ts';

/** A watch that a conversation has set. */
export interface Watch extends WatchWish {
  readonly place: PlaceKey;
  readonly kind: Place['kind'];
  /** Unique within the place: twelve hexadecimal digits. */
  readonly id: string;
  /** IANA zone and BCP 47 of whoever set it: its faults are shown so. */
  readonly zone: string;
  readonly locale: string | undefined;
  readonly createdAt: EpochMs;
  readonly createdBy: Person | undefined;
  /** It was ended, and stays only until its open faults are over: it opens no new ones. */
  readonly isEnding: boolean;
}
