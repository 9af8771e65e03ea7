import {
  ChangeOutOfRangeError,
  type IndexJournal,
  type JournalEntry,
  type JournalRow,
} from '../../src/domain/index-journal.ts';
import { StoreError } from '../../src/domain/store.ts';
import { checkNumber, type NumberedRow, numberRows } from '../../src/store/journal-rows.ts';

/** An index journal in memory that several processes of a test share: each opens a handle of its own. */
export interface MemoryIndexJournal {
  open(): IndexJournal;
  /** Makes `changedSince` any lower number throw, as if older changes had been pruned. */
  forgetChangesUpTo(change: number): void;
}

export interface MemoryIndexJournalSettings {
  readonly isShared?: boolean;
  /** How many entries `days` and `changedSince` return at once. */
  readonly batchSize?: number;
}

/** The journal's contract in its simplest form; the same contract test runs on it as on the real ones. */
export function createMemoryIndexJournal({
  isShared = true,
  batchSize = 1_000,
}: MemoryIndexJournalSettings = {}): MemoryIndexJournal {
  const rows = new Map<string, NumberedRow>();
  let generation = 0;
  let change = 0;
  let state: string | undefined;
  /** The lowest number that `changedSince` takes. */
  let base = 0;

  const markNow = () => ({ generation, change, state: state === undefined ? undefined : JSON.parse(state) });

  function put(added: readonly JournalRow[], first: number, newState: unknown): void {
    if (added.length > 0) checkNumber(first, change);
    for (const row of numberRows(added, first)) rows.set(row.key, row);
    if (added.length > 0) change = first + added.length - 1;
    state = JSON.stringify(newState);
  }

  function* batches(found: readonly NumberedRow[]): Iterable<readonly JournalEntry[]> {
    for (let from = 0; from < found.length; from += batchSize)
      yield found.slice(from, from + batchSize).map(entryOf);
  }

  function open(): IndexJournal {
    let isOpen = true;

    /** Lets others run first, as a real journal would. */
    async function turn(): Promise<void> {
      await Promise.resolve();
      if (!isOpen) throw new StoreError('unavailable', 'The journal is closed.');
    }

    return {
      isShared,
      async mark() {
        await turn();
        return markNow();
      },
      async claim() {
        await turn();
        generation += 1;
        return { ...markNow(), highest: change };
      },
      async put(added, first, newState, owner) {
        await turn();
        if (owner !== generation) return false;
        put(added, first, newState);
        return true;
      },
      async *changedSince(since) {
        await turn();
        if (since < base || since > change) throw new ChangeOutOfRangeError(since);
        const found = [...rows.values()].filter(row => row.change > since);
        yield* batches(found.sort((a, b) => a.change - b.change));
      },
      async *days(from, to) {
        await turn();
        const found = [...rows.values()].filter(({ day }) => day >= from && day <= to);
        yield* batches(found.sort((a, b) => b.day - a.day));
      },
      async forgetBefore(day) {
        await turn();
        for (const row of [...rows.values()]) if (row.day < day) rows.delete(row.key);
      },
      async clear(owner) {
        await turn();
        if (owner !== generation) return false;
        rows.clear();
        change += 1;
        base = change;
        state = undefined;
        return true;
      },
      async close() {
        isOpen = false;
      },
    };
  }

  return {
    open,
    forgetChangesUpTo(pruned) {
      base = Math.max(base, pruned);
    },
  };
}

function entryOf({ key, day, part, change, text }: NumberedRow): JournalEntry {
  return { key, day, part, value: JSON.parse(text), change };
}
