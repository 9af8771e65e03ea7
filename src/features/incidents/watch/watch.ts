import type { Person } from '../../../domain/person.ts';
import type { ConversationKey, ConversationRef } from '../../../domain/place.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { WatchSpec } from '../../../domain/watch-order.ts';

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
  /** It was ended, opens no new incidents, and stays until its open ones are over. */
  readonly isEnding: boolean;
}
