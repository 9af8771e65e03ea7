/** Days of the week as ISO numbers them: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export const everyDay: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
export const workdays: readonly Weekday[] = [1, 2, 3, 4, 5];

/** Repeats on these days, at this time on the clocks of this zone. */
export interface Recurrence {
  /** Sorted, each once, at least one. */
  readonly days: readonly Weekday[];
  readonly hour: number;
  readonly minute: number;
  /** A valid IANA zone. */
  readonly zone: string;
}
