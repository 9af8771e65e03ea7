import type { TurnEnd, TurnKind } from './turn-end.ts';

type NoLabels = Readonly<Record<string, never>>;

/** What is counted, and by what it is told apart: always by a few words of our own, never by what comes from outside. */
export interface Counters {
  /** Rounds of looking at what is watched: all of it was seen, or some of it could not be. */
  readonly watchPolls: { readonly outcome: 'seen' | 'blind' };
  /** Requests to the jobs API that watching made. */
  readonly watchRequests: NoLabels;
  /** Entries of the audit record. */
  readonly auditEntries: { readonly outcome: 'kept' | 'lost' };
  /** Activities that were let in, by how they ended. */
  readonly turns: Pick<TurnEnd, 'kind' | 'ending'>;
}

/** What is measured, in seconds. */
export interface Durations {
  /** From an activity's arrival to the end of all that it calls for. */
  readonly turnSeconds: { readonly kind: TurnKind };
}

export type CounterName = keyof Counters;
export type DurationName = keyof Durations;

/** What goes up and down: faults that last. */
export type GaugeName = 'openFaults';

/** Where the product counts what it does, for those who run it. */
export interface Meter {
  /** Adds `by`, 1 unless told. */
  count<Name extends CounterName>(name: Name, by?: number, labels?: Counters[Name]): void;
  observe<Name extends DurationName>(name: Name, seconds: number, labels: Durations[Name]): void;
  gauge(name: GaugeName, value: number): void;
}
