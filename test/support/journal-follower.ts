import {
  ChangeOutOfRangeError,
  type IndexJournal,
  type JournalEntry,
} from '../../src/domain/index-journal.ts';

/** A reader that mirrors a journal, as the port wants it to be read. */
export interface JournalFollower {
  /** Forgets everything and reads all days. */
  load(): Promise<void>;
  /** Reads what has changed since; loads if the journal can't list that. */
  poll(): Promise<void>;
  entries(): readonly JournalEntry[];
  /** How often it has loaded. */
  loads(): number;
}

export function followJournal(journal: IndexJournal): JournalFollower {
  let rows = new Map<string, JournalEntry>();
  let change = 0;
  let loads = 0;

  function take(entry: JournalEntry): void {
    const known = rows.get(entry.key);
    if (!known || known.change < entry.change) rows.set(entry.key, entry);
  }

  async function load(): Promise<void> {
    loads += 1;
    const mark = await journal.mark();
    rows = new Map();
    for await (const batch of journal.days(0, 100_000)) batch.forEach(take);
    change = mark.change;
    await poll();
  }

  async function poll(): Promise<void> {
    const mark = await journal.mark();
    try {
      for await (const batch of journal.changedSince(change)) batch.forEach(take);
    } catch (error) {
      if (!(error instanceof ChangeOutOfRangeError)) throw error;
      await load();
      return;
    }
    change = mark.change;
  }

  return { load, poll, entries: () => [...rows.values()], loads: () => loads };
}
