import type { TransactionAction } from '@azure/data-tables';
import { StoreError } from '../domain/store.ts';
import {
  endEntity,
  endsFilter,
  generationOfEnd,
  type MarkReader,
  markEntity,
  markPartition,
  type StoredMark,
} from './journal-azure-mark.ts';
import type { JournalTable } from './journal-azure-table.ts';

/**
 * Writes the mark and the ends of the generations. Every write of the mark is conditional on the version that was read.
 */
export interface MarkWriter {
  /** Begins a new generation and records where the previous one ends. */
  claim(): Promise<{ readonly before: StoredMark; readonly mark: StoredMark }>;
  /**
   * Replaces the owner's mark. Resolves to the new ETag, or to undefined if another process has claimed the journal and
   * the mark wasn't replaced.
   */
  raise(
    owned: { readonly mark: StoredMark; readonly etag: string },
    next: StoredMark,
  ): Promise<string | undefined>;
  /** Removes the recorded ends of the matching generations; `end` is a generation's last visible number. */
  removeEnds(isRemoved: (generation: number, end: number) => boolean): Promise<void>;
}

/** More than the processes that may claim at the same time. A table that is being deleted refuses every attempt. */
const mostAttempts = 20;

export function createMarkWriter(table: JournalTable, marks: MarkReader): MarkWriter {
  return {
    async claim() {
      for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
        const { mark: before, etag } = await marks.read();
        const mark = { ...before, generation: before.generation + 1, began: before.change, serial: 0 };
        const actions: TransactionAction[] =
          etag === undefined
            ? [['create', markEntity(mark)]]
            : [['update', markEntity(mark), 'Replace', { etag }]];
        if (before.change > before.began) actions.push(['upsert', endEntity(before), 'Replace']);
        if (await table.change(actions)) return { before, mark };
      }
      throw new StoreError('unavailable', "The tables at STORE_URL didn't let the job index be claimed.");
    },

    async raise({ mark, etag }, next) {
      const raised = await table.replace(markEntity(next), etag);
      if (raised !== undefined) return raised;
      // The request may have been sent twice, and refused the second time because of the first.
      const now = await marks.read();
      if (now.mark.generation === next.generation && now.mark.serial === next.serial) return now.etag;
      // Another process has claimed the journal since; the mark was raised if this generation's end includes the write.
      const wasRaised = next.change > mark.change && (await marks.endOf(next.generation)) >= next.change;
      return wasRaised ? etag : undefined;
    },

    async removeEnds(isRemoved) {
      const removed: string[] = [];
      for await (const page of table.list(endsFilter(0)))
        for (const { rowKey = '', text0 } of page)
          if (isRemoved(generationOfEnd(rowKey), Number(text0))) removed.push(rowKey);
      await table.removeAll([{ partition: markPartition, rows: removed }]);
    },
  };
}
