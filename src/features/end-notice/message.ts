import type { EpochMs } from '../../domain/time.ts';
import type { EndNotice } from './notice.ts';
import type { Outcome } from './outcome.ts';

/** The one message of a notice. */
export interface EndNoticeMessage {
  readonly notice: EndNotice;
  readonly outcome: Outcome;
  /** True if it may have been sent before. */
  readonly isAgain: boolean;
  readonly composedAt: EpochMs;
}

/** Returns a name that no other message of the conversation has. */
export function nameOfEndNotice({ notice: { id, askedAt } }: EndNoticeMessage): string {
  return JSON.stringify(['endNotice', id, askedAt]);
}
