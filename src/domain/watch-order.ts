import type { Service } from './job.ts';

/** A time on the clocks of a zone. */
export interface ClockTime {
  readonly hour: number;
  readonly minute: number;
}

/** From one time to another each day, over midnight if `to` is the earlier one; never the same time twice. */
export interface QuietHours {
  readonly from: ClockTime;
  readonly to: ClockTime;
  /** A valid IANA zone. */
  readonly zone: string;
}

/** What is to be watched, as it is wished for. */
export interface WatchWish {
  /** In the order of `services`; none means all. */
  readonly services: readonly Service[];
  /** How many runs in a row must fail before it is told. */
  readonly inARow: 1 | 2;
  /** A run that finished partially counts as failed. */
  readonly isPartialIncluded: boolean;
  /** What happens then is told at their end, if it still holds. */
  readonly quiet: QuietHours | undefined;
}

/** What is said of the watches of a conversation. */
export type WatchOrder =
  | { readonly what: 'set'; readonly wish: WatchWish }
  | { readonly what: 'show' }
  /** Those of these services; none means all of them. */
  | { readonly what: 'end'; readonly services: readonly Service[] };
