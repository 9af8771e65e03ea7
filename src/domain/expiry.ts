import type { EpochMs } from './time.ts';

/** When a credential of the bot expires. */
export interface KnownExpiry {
  /** As in a sentence: "the certificate for AvePoint". */
  readonly what: string;
  readonly at: EpochMs;
}
