/** A date as a sentence has it: the year may be missing. */
export interface SaidDate {
  readonly day: number;
  readonly month: number;
  readonly year: number | undefined;
}

/** A date found in a sentence; `swapped` is its other reading if only the locale decides ("11/02/2026"). */
export interface ReadDate {
  readonly start: number;
  readonly end: number;
  /** Day before month, if two orders are possible. */
  readonly date: SaidDate;
  readonly swapped?: SaidDate;
  /** "2.11." or "2.11.2026", as in Europe. */
  readonly isDotted?: boolean;
}

/** A day as a sentence has it. */
export type Day =
  | { readonly kind: 'relative'; readonly days: number }
  | {
      readonly kind: 'weekday';
      readonly weekday: number;
      readonly which: 'latest' | 'last' | 'this' | 'next' | 'lastWeek';
    }
  | { readonly kind: 'date'; readonly read: ReadDate; readonly weekday: number | undefined }
  /** "the 20th", without a month, or "the 20th of last month". */
  | { readonly kind: 'dayOfMonth'; readonly day: number; readonly monthsAgo?: number };
