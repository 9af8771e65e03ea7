import type { Service } from '../domain/job.ts';
import type { Clock } from '../domain/time.ts';
import { firstLocationState, type LocationState, type ReadState } from './read-state.ts';
import type { Run } from './run.ts';

export interface WriterStateParts {
  readonly state: ReadState;
  readonly clock: Pick<Clock, 'now'>;
  /** Called with each new state. */
  readonly onState: (state: ReadState) => void;
}

/** How far AvePoint was read, and the news numbers that are given so far. */
export interface WriterState {
  location(name: string | undefined): LocationState;
  /** Replaces parts of a location's state. */
  update(name: string | undefined, patch: Partial<LocationState>): void;
  /** Begins to read each of these locations for itself. */
  readByLocation(names: readonly string[]): void;
  /** Returns the run with a news number for its end. */
  withNews(run: Run): Run;
  /** Returns the run with a number for each service that lists it only now, after its end had one. */
  withLater(run: Run, before: Run, listing: readonly Service[]): Run;
}

export function createWriterState({ clock, onState, ...parts }: WriterStateParts): WriterState {
  let { state } = parts;

  function setState(next: ReadState): void {
    state = next;
    onState(state);
  }

  function location(name: string | undefined): LocationState {
    const known = state.locations[name ?? ''];
    if (known) return known;
    const first = firstLocationState(clock.now());
    setState({ ...state, locations: { ...state.locations, [name ?? '']: first } });
    return first;
  }

  function nextNumber(): number {
    setState({ ...state, news: state.news + 1 });
    return state.news;
  }

  return {
    location,
    update(name, patch) {
      const next = { ...location(name), ...patch };
      setState({ ...state, locations: { ...state.locations, [name ?? '']: next } });
    },
    readByLocation(names) {
      setState({ ...state, found: names, locations: {} });
    },
    withNews: run => ({ ...run, news: nextNumber(), later: undefined }),
    withLater(run, before, listing) {
      const first = run.later?.first ?? before.services;
      const numbered = run.later?.news ?? [];
      if (run.news === undefined || first.length === 0) return run;
      const added = listing.filter(
        one => !first.includes(one) && !numbered.some(([service]) => service === one),
      );
      if (added.length === 0) return run;
      const numbers = added.map((service): readonly [Service, number] => [service, nextNumber()]);
      return { ...run, later: { first, news: [...numbered, ...numbers] } };
    },
  };
}
