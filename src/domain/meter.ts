/** What is counted, and by what it is told apart. */
export interface Counters {
  /** Rounds of looking at what is watched: all of it was seen, or some of it could not be. */
  readonly watchPolls: { readonly outcome: 'seen' | 'blind' };
  /** Requests to the jobs API that watching made. */
  readonly watchRequests: Readonly<Record<string, never>>;
}

export type CounterName = keyof Counters;

/** What goes up and down: faults that last. */
export type GaugeName = 'openFaults';

/** Where the product counts what it does, for those who run it. */
export interface Meter {
  /** Adds `by`, 1 unless told. */
  count<Name extends CounterName>(name: Name, by?: number, labels?: Counters[Name]): void;
  gauge(name: GaugeName, value: number): void;
}
