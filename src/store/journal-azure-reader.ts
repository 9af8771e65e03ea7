import { ChangeOutOfRangeError, type IndexJournal, type JournalEntry } from '../domain/index-journal.ts';
import type { ChangeLog } from './journal-azure-log.ts';
import type { MarkReader, View } from './journal-azure-mark.ts';
import { partitionsOf, storedVersions, visibleEntries } from './journal-azure-rows.ts';
import type { JournalTable } from './journal-azure-table.ts';
import { inOrder } from './journal-parallel.ts';

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
      // One view for all partitions: `changedSince` lists later writes, even those whose earlier version is removed by
      // now.
      const view = await marks.read();
      const partitions = await partitionsOf(table, from, to);
      const entries = inOrder(partitions, parallel, async partition =>
        visibleEntries(partition, await storedVersions(table, partition), view),
      );
      for await (const ofPartition of entries) yield* slices(ofPartition);
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
