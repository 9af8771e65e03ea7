import type { EpochMs } from './time.ts';

/** When something by which the product proves who it is ceases to be valid. */
export interface KnownExpiry {
  /** As it stands in a sentence: "the certificate for AvePoint". */
  readonly what: string;
  readonly at: EpochMs;
}
