import type { EpochMs } from '../../../domain/time.ts';
import type { Undelivered } from '../../../domain/undelivered.ts';
import type { WatchSpec } from '../../../domain/watch-order.ts';
import type { PastCounts } from './preview.ts';
import type { Watch } from './watch.ts';

/** A watch before it is saved: what it would have told lately, and what it takes the place of. */
export interface WatchPreview {
  readonly wish: WatchSpec;
  readonly zone: string;
  readonly past: PastCounts;
  /** The same for a watch that alerts only after two failures in a row; undefined if this one isn't that noisy. */
  readonly calmer?: PastCounts | undefined;
  /** Watches that end with it, as a whole or in part. */
  readonly replaces: readonly Watch[];
  readonly answeredAt: EpochMs;
}

/** The watches of a place after something was done with them. */
export interface WatchesAnswer {
  readonly done:
    | 'saved'
    | 'alreadySet'
    | 'shown'
    | 'paused'
    | 'resumed'
    | 'ended'
    | 'nothingThere'
    | 'partOfAll';
  readonly watches: readonly Watch[];
  /** The ones that were ended, or saved just now. */
  readonly concerned: readonly Watch[];
  /** Set if Teams refused the last message there. */
  readonly undelivered: Undelivered | undefined;
  readonly answeredAt: EpochMs;
}
