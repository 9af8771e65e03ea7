import type { Person } from '../../../domain/person.ts';
import type { ConversationKey, ConversationRef } from '../../../domain/place.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { WatchSpec } from '../../../domain/watch-order.ts';

/** Returns until when a watch is paused; undefined if it isn't. */
export function pauseEndOf({ pausedUntil }: Pick<Watch, 'pausedUntil'>, now: EpochMs): EpochMs | undefined {
  return pausedUntil !== undefined && pausedUntil > now ? pausedUntil : undefined;
}

/** A watch of one conversation. */
export interface Watch extends WatchSpec {
  readonly place: ConversationKey;
  readonly kind: ConversationRef['kind'];
  /** Unique within the conversation: twelve hexadecimal digits. */
  readonly id: string;
  /** IANA zone and BCP 47 locale of the user who set it: its incidents are shown in them. */
  readonly zone: string;
  readonly locale: string | undefined;
  readonly createdAt: EpochMs;
  readonly createdBy: Person | undefined;
  /** Until when no message is sent, and no one is called; in the past or absent if it isn't paused. */
  readonly pausedUntil?: EpochMs | undefined;
  /** It was ended, opens no new incidents, and stays until its open ones are over. */
  readonly isEnding: boolean;
}
