import type { Service } from './job.ts';

/** A time on the clocks of a zone. */
export interface ClockTime {
  readonly hour: number;
  readonly minute: number;
}

/** A daily period, past midnight if `to` is the earlier time. The two times always differ. */
export interface QuietHours {
  readonly from: ClockTime;
  readonly to: ClockTime;
  /** A valid IANA zone. */
  readonly zone: string;
}

/** The settings of a watch. */
export interface WatchSpec {
  /** In the order of `services`; empty means all. */
  readonly services: readonly Service[];
  /** How many runs in a row must fail before an alert is sent. */
  readonly inARow: 1 | 2;
  /** Partially finished runs count as failed. */
  readonly isPartialIncluded: boolean;
  /** Alerts during this time are sent at its end, if they still apply. */
  readonly quiet: QuietHours | undefined;
}

/** A command about the watches of a conversation. */
export type WatchOrder =
  | { readonly what: 'set'; readonly wish: WatchSpec }
  | { readonly what: 'show' }
  /** Ends the watches of these services; empty means all watches. */
  | { readonly what: 'end'; readonly services: readonly Service[] };
