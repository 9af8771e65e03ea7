import type { JobType, Service } from '../../domain/job.ts';
import type { Person } from '../../domain/person.ts';
import type { ConversationKey, ConversationRef } from '../../domain/place.ts';
import type { EpochMs } from '../../domain/time.ts';

/** What a user is told of once: the end of a job that runs. */
export interface EndNotice {
  readonly place: ConversationKey;
  readonly kind: ConversationRef['kind'];
  /** Unique within the conversation: twelve hexadecimal digits. */
  readonly id: string;
  readonly jobId: string;
  readonly type: JobType;
  /** Undefined while it isn't known. */
  readonly service: Service | undefined;
  readonly startedAt: EpochMs | undefined;
  /** Who asked, and is mentioned; undefined if Teams didn't say. */
  readonly askedBy: Person | undefined;
  readonly askedAt: EpochMs;
  /** IANA zone and BCP 47 locale of the user who asked. */
  readonly zone: string;
  readonly locale: string | undefined;
  /** True while its message is in flight. If the process that sent it died, it may have been delivered. */
  readonly isBegun: boolean;
}

/** After so long without an end, the bot says that it gives up. */
export const longestWaitMs = 7 * 24 * 3_600_000;
