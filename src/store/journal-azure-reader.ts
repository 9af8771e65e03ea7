import { ChangeOutOfRangeError, type IndexJournal, type JournalEntry } from '../domain/index-journal.ts';
import type { ChangeLog } from './journal-azure-log.ts';
import type { MarkReader, View } from './journal-azure-mark.ts';
import {
  type Partition,
  partitionsOf,
  type StoredVersion,
  storedVersions,
  visibleEntries,
} from './journal-azure-rows.ts';
import { inOrder, type JournalTable } from './journal-azure-table.ts';

export interface JournalReaderParts {
  readonly table: JournalTable;
  readonly marks: MarkReader;
  readonly log: ChangeLog;
}

const mostAtOnce = 2_000;
/** Partitions that are read at the same time. */
const parallel = 8;

/** The reading half of the journal in Azure Tables. */
export function createJournalReader({
  table,
  marks,
  log,
}: JournalReaderParts): Pick<IndexJournal, 'mark' | 'changedSince' | 'days'> {
  return {
    async mark() {
      const { generation, change, state } = (await marks.read()).mark;
      return { generation, change, state };
    },

    async *changedSince(since) {
      const view = await marks.read();
      refuseOutOfRange(since, view);
      if (since === view.mark.change) return;
      const entries = await log.read(since, view);
      // Old changes are removed only after the base is raised.
      refuseOutOfRange(since, await marks.read());
      yield* slices(latestOfEach(entries));
    },

    async *days(from, to) {
      let view = await marks.read();

      /** A version that this view can't decide may replace one that is gone, so it takes a view from after the reading. */
      async function viewFor(stored: readonly StoredVersion[]): Promise<View> {
        if (stored.every(({ version }) => view.isDecided(version))) return view;
        const later = await marks.read();
        view = later;
        return later;
      }

      async function read(partition: Partition): Promise<readonly JournalEntry[]> {
        const stored = await storedVersions(table, partition);
        return visibleEntries(partition, stored, await viewFor(stored));
      }

      const partitions = await partitionsOf(table, from, to);
      for await (const entries of inOrder(partitions, parallel, read)) yield* slices(entries);
    },
  };
}

function refuseOutOfRange(since: number, { mark }: View): void {
  if (since < mark.base || since > mark.change) throw new ChangeOutOfRangeError(since);
}

function latestOfEach(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const latest = new Map(entries.map(({ key, change }) => [key, change]));
  return entries.filter(({ key, change }) => latest.get(key) === change);
}

function* slices(entries: readonly JournalEntry[]): Iterable<readonly JournalEntry[]> {
  for (let from = 0; from < entries.length; from += mostAtOnce) yield entries.slice(from, from + mostAtOnce);
}
