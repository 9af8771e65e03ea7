import type { TableEntity } from '@azure/data-tables';
import type { JournalEntry } from '../domain/index-journal.ts';
import type { View } from './journal-azure-mark.ts';
import { paddedChange, paddedGeneration } from './journal-azure-names.ts';
import { type EntityGroup, type JournalTable, quoted } from './journal-azure-table.ts';
import { mostTextBytes, textOfProperties, textProperties } from './journal-azure-text.ts';
import { inOrder } from './journal-parallel.ts';
import type { NumberedRow } from './journal-rows.ts';

/**
 * The log of changes that readers follow. An entity has as many rows of one `put` as fit, under the number of the last.
 * Partitions are blocks of numbers, not hours: a reader computes which ones it needs, and no clock matters.
 */
export interface ChangeLog {
  entitiesOf(rows: readonly NumberedRow[], generation: number): readonly TableEntity[];
  /** The visible changes above `since`, up to the view's mark, in their order; a row may come more than once. */
  read(since: number, view: View): Promise<readonly JournalEntry[]>;
  /** Returns the lowest number that readers can start from once `change` is the last one. */
  baseAt(change: number): number;
  /** Removes the changes up to `base`, to the last whole block. */
  prune(base: number): Promise<void>;
  /** Removes all changes up to `change`. */
  removeUpTo(change: number): Promise<void>;
}

export interface ChangeLogSettings {
  /** How many numbers a partition has. */
  readonly blockSize: number;
  /** Complete blocks that are stored besides the current one. */
  readonly blocks: number;
}

const prefix = 'c|';
const parallel = 8;

export function createChangeLog(table: JournalTable, { blockSize, blocks }: ChangeLogSettings): ChangeLog {
  const blockOf = (change: number) => Math.floor(change / blockSize);
  const partitionOf = (block: number) => prefix + paddedChange(block);

  async function remove(filter: string, isRemoved: (last: number) => boolean): Promise<void> {
    const groups: EntityGroup[] = [];
    for await (const page of table.list(filter, { keysOnly: true }))
      for (const { partitionKey = '', rowKey = '' } of page)
        if (isRemoved(numbersOf(rowKey).change)) groups.push({ partition: partitionKey, rows: [rowKey] });
    await table.removeAll(groups);
  }

  return {
    entitiesOf(rows, generation) {
      return packRows(rows).map(({ last, text }) => ({
        partitionKey: partitionOf(blockOf(last)),
        rowKey: `${paddedChange(last)}|${paddedGeneration(generation)}`,
        ...textProperties(text),
      }));
    },

    async read(since, view) {
      const last = view.mark.change;
      const wanted: number[] = [];
      for (let block = blockOf(since + 1); block <= blockOf(last); block += 1) wanted.push(block);
      const entries: JournalEntry[] = [];
      const pages = inOrder(wanted, parallel, async block => {
        const found: JournalEntry[] = [];
        const filter = `PartitionKey eq ${quoted(partitionOf(block))} and RowKey ge ${quoted(paddedChange(since + 1))} and RowKey lt ${quoted(paddedChange(last + 1))}`;
        for await (const page of table.list(filter))
          for (const entity of page)
            if (view.isVisible(numbersOf(entity.rowKey ?? '')))
              found.push(...unpackRows(textOfProperties(entity)));
        return found;
      });
      for await (const page of pages) for (const entry of page) if (entry.change > since) entries.push(entry);
      return entries;
    },

    baseAt: change => Math.max(0, (blockOf(change) - blocks) * blockSize),

    prune: base =>
      remove(
        `PartitionKey ge ${quoted(prefix)} and PartitionKey lt ${quoted(partitionOf(blockOf(base)))}`,
        () => true,
      ),

    removeUpTo: change =>
      remove(
        `PartitionKey ge ${quoted(prefix)} and PartitionKey le ${quoted(partitionOf(blockOf(change)))}`,
        last => last <= change,
      ),
  };
}

function numbersOf(rowKey: string): { readonly change: number; readonly generation: number } {
  const [change, generation] = rowKey.split('|');
  return { change: Number(change), generation: Number(generation) };
}

/** The rows as JSON arrays, each short enough for one entity. */
function packRows(rows: readonly NumberedRow[]): readonly { readonly last: number; readonly text: string }[] {
  const texts: { last: number; text: string }[] = [];
  let pieces: string[] = [];
  let bytes = 1;
  let last = 0;
  const finish = () => {
    if (pieces.length > 0) texts.push({ last, text: `[${pieces.join()}]` });
    pieces = [];
    bytes = 1;
  };
  for (const { key, day, part, change, text } of rows) {
    const piece = `[${JSON.stringify(key)},${day},${JSON.stringify(part)},${change},${text}]`;
    const size = Buffer.byteLength(piece) + 1;
    if (bytes + size > mostTextBytes) finish();
    pieces.push(piece);
    bytes += size;
    last = change;
  }
  finish();
  return texts;
}

function unpackRows(text: string): JournalEntry[] {
  return (JSON.parse(text) as [string, number, string, number, unknown][]).map(
    ([key, day, part, change, value]) => ({ key, day, part, value, change }),
  );
}
