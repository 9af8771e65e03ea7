import { ChangeOutOfRangeError, type IndexJournal, type JournalMark } from '../domain/index-journal.ts';
import type { Clock } from '../domain/time.ts';
import { dayOf, type Mirror } from './mirror.ts';
import type { ReadState } from './read-state.ts';
import { runOfRow } from './row-codec.ts';

export interface LoadedIndexParts {
  readonly journal: IndexJournal;
  readonly mirror: Mirror;
  readonly sourceName: string;
  readonly clock: Clock;
  /** How long runs are stored. */
  readonly days: number;
  /** Called after each change of the state. */
  readonly onState: () => void;
}

/** The journal in memory: its runs are in the mirror, its state is here. */
export interface LoadedIndex {
  readonly mirror: Mirror;
  /** How far AvePoint was read; undefined until everything is loaded. */
  state(): ReadState | undefined;
  /** The state as the journal has it: a news number that isn't stored yet is given again if this process dies now. */
  stored(): ReadState | undefined;
  setState(next: ReadState | undefined): void;
  setStored(next: ReadState | undefined): void;
  /** Returns the state of a mark; undefined if it's of another data centre or client, or if there is none. */
  stateOf(mark: JournalMark): ReadState | undefined;
  /** Loads everything, once for concurrent callers. Rejects with `StoreError`. */
  load(): Promise<void>;
  /** The same, and until it's done nothing counts as loaded. */
  reload(): Promise<void>;
  /** True once everything was loaded. */
  isLoaded(): boolean;
  /** Reads what has changed up to a later mark. Loads everything if the journal can't give all changes any more. */
  advance(to: JournalMark): Promise<void>;
  /** Removes every run from the journal and the mirror. Returns the journal's mark after that. */
  clear(generation: number): Promise<JournalMark>;
}

export function createLoadedIndex(parts: LoadedIndexParts): LoadedIndex {
  const { journal, mirror, sourceName, clock, days, onState } = parts;
  let state: ReadState | undefined;
  let stored: ReadState | undefined;
  let mark: JournalMark | undefined;
  let loading: Promise<void> | undefined;

  function setState(next: ReadState | undefined): void {
    state = next;
    onState();
  }

  const stateOf = (latest: JournalMark): ReadState | undefined => {
    const known = latest.state as ReadState | undefined;
    return known?.source === sourceName ? known : undefined;
  };

  async function putRows(rows: ReturnType<IndexJournal['days']>): Promise<void> {
    for await (const entries of rows) {
      for (const { key, value } of entries) {
        const run = runOfRow(key, value);
        if (run) mirror.put(run);
      }
    }
  }

  /** Until all runs are loaded nothing is known: fewer than there are would look like all. */
  async function loadOnce(): Promise<void> {
    mark = undefined;
    stored = undefined;
    setState(undefined);
    mirror.clear();
    const latest = await journal.mark();
    const known = stateOf(latest);
    const today = dayOf(clock.now());
    if (known) await putRows(journal.days(today - days, today + 1));
    stored = known;
    mark = latest;
    setState(known);
  }

  function load(): Promise<void> {
    loading ??= loadOnce().finally(() => {
      loading = undefined;
    });
    return loading;
  }

  return {
    mirror,
    state: () => state,
    stored: () => stored,
    setState,
    setStored(next) {
      stored = next;
    },
    stateOf,
    load,
    reload() {
      mark = undefined;
      return load();
    },
    isLoaded: () => mark !== undefined,
    async advance(to) {
      try {
        if (mark && to.change > mark.change) await putRows(journal.changedSince(mark.change));
      } catch (error) {
        if (!(error instanceof ChangeOutOfRangeError)) throw error;
        await load();
      }
      mark = to;
    },
    async clear(generation) {
      await journal.clear(generation);
      mirror.clear();
      mark = await journal.mark();
      return mark;
    },
  };
}
